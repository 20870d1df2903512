import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const rows = readFileSync(resolve(root, 'docs/trust.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| promise |'));

it('every promise names a test that is there', () => {
  expect(rows.length).toBeGreaterThan(30);
  for (const row of rows) {
    const [, promise = '', shownBy = ''] = row.split('|').map((cell) => cell.trim());
    const [, file = '', title = ''] = /^`(tests\/[^`]+)`: (.+)$/.exec(shownBy) ?? [];
    expect(file, promise).not.toBe('');
    expect(existsSync(resolve(root, file)), file).toBe(true);
    const source = readFileSync(resolve(root, file), 'utf8');
    const isThere = ["'", '"', '`'].some((quote) => source.includes(`${quote}${title}`));
    expect(isThere, `${file} has no test "${title}"`).toBe(true);
  }
});
