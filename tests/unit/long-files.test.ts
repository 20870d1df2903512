import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { LONG_FILES } from '../long-files.ts';

it('knows no file as long that is not there', () => {
  const missing = LONG_FILES.filter((file) => !existsSync(resolve(import.meta.dirname, '../..', file)));
  expect(missing).toEqual([]);
  expect(new Set(LONG_FILES).size).toBe(LONG_FILES.length);
});
