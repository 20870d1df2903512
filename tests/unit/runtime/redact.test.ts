import { expect, it } from 'vitest';
import { redact } from '../../../src-main/runtime/log/redact.ts';

const SECRET = 'pass "word" 42';

it.each([
  ['said pass "word" 42 twice: pass "word" 42', 'said … twice: …'],
  [String.raw`got {"pw":"pass \"word\" 42"}`, 'got {"pw":"…"}'],
  ['/login?pw=pass%20%22word%22%2042&x=1', '/login?pw=…&x=1'],
  ['Basic cGFzcyAid29yZCIgNDI=', 'Basic …'],
  // Truncated in the middle.
  ['got pass "wo', 'got …'],
  ['a pass', 'a …'],
  ['a pas', 'a pas'],
  ['nothing of it', 'nothing of it'],
])('%j is shown as %j', (text, shown) => {
  expect(redact(text, SECRET)).toBe(shown);
});
