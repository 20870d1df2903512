import { expect, it } from 'vitest';
import { retryAfterMs } from '../../../src-main/runtime/retry-after.ts';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';

const NOW = Date.UTC(2026, 0, 31, 12, 0, 0);

it.each([
  [undefined, null],
  ['', null],
  [' ', null],
  ['soon', null],
  ['-5', null],
  ['2027-12-31', null],
  ['7', 7000],
  [' 7 ', 7000],
  [['7', '9'], 7000],
  ['0.35', 350],
  ['86400', HOUR_MS],
  ['9'.repeat(400), HOUR_MS],
  ['Sat, 31 Jan 2026 12:01:30 GMT', 90_000],
  ['Sat, 31 Jan 2026 11:00:00 GMT', 0],
  ['Fri, 31 Dec 2027 23:59:59 GMT', HOUR_MS],
])('of the header %j takes %s ms', (header, expected) => {
  expect(retryAfterMs(header, NOW)).toBe(expected);
});
