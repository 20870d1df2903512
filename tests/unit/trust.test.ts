import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const rows = readFileSync(resolve(root, 'docs/trust.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| promise |'))
  .map((row) => {
    const [, promise = '', shownBy = ''] = row.split('|').map((cell) => cell.trim());
    const [, file = '', title = ''] = /^`(tests\/[^`]+)`: (.+)$/.exec(shownBy) ?? [];
    return { promise, file, title };
  });

/** The text before a test with this title, up to its opening parenthesis; null without one. */
function beforeTest(source: string, title: string): string | null {
  for (const quote of ["'", '"', '`']) {
    // The document leaves out the rest of a title that counts or names its cases.
    for (const end of quote === '`' ? [quote, ' ${', ': ${', '${'] : [quote]) {
      const at = source.indexOf(`${quote}${title}${end}`);
      const before = at < 0 ? '' : source.slice(0, at).trimEnd();
      if (before.endsWith('(') && !/\bdescribe[^\n]*\($/.test(before)) return before;
    }
  }
  return null;
}

it('every promise names a test that is there', () => {
  expect(rows.length).toBeGreaterThan(30);
  for (const { promise, file, title } of rows) {
    expect(file, promise).not.toBe('');
    expect(existsSync(resolve(root, file)), file).toBe(true);
    const before = beforeTest(readFileSync(resolve(root, file), 'utf8'), title);
    expect.soft(before, `${file} has no test "${title}"`).not.toBeNull();
    expect.soft(before ?? '', `${file}: "${title}" is left out`).not.toMatch(/\.(skip|todo)\($/);
  }
});

it('a promise whose test does not run everywhere says where it runs', () => {
  for (const { promise, file, title } of rows) {
    const before = beforeTest(readFileSync(resolve(root, file), 'utf8'), title) ?? '';
    const group = before.slice(before.lastIndexOf('\ndescribe'));
    const isConditional = /\b(skipIf|runIf)\([^\n]*\)\($/.test(before) || /^\ndescribe\.(skipIf|runIf)\(/.test(group);
    if (isConditional) expect.soft(promise, `${file}: ${title}`).toMatch(/\((in|as|on|with) [^)]*\)$/);
  }
});
