import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { keptChanges } from '../../../src-main/app/kept-changes.ts';

it('a kept change that is damaged is deleted, and one that cannot be read now is left', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-kept-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const fileOf = (digit: string) => join(folder, `0192f0a0-0000-7000-8000-00000000000${digit}.json`);
  writeFileSync(fileOf('1'), '{"change_id":');
  // What reads as a folder fails to read, as a file does where no descriptor is left.
  mkdirSync(fileOf('2'));
  const errors: unknown[] = [];
  const box = { encrypt: (text: string) => text, open: (text: string) => text };
  expect(await keptChanges(folder, box, (error) => errors.push(error)).load()).toEqual([]);
  expect(errors).toHaveLength(2);
  expect([fileOf('1'), fileOf('2')].map((file) => existsSync(file))).toEqual([false, true]);
});
