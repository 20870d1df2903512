import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ViewsFile } from '../../../src-main/config/views-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-views-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('of two windows that change the same revision of the views at once, one is refused', async () => {
  const views = new ViewsFile(join(folder, 'views.json'));
  expect(await views.read()).toEqual({ json: null, revision: null });
  const [first, second] = await Promise.all([views.keep('{"own":[1]}', null), views.keep('{"own":[2]}', null)]);
  expect(second).toBeNull();
  expect(await views.read()).toEqual({ json: '{"own":[1]}', revision: first });
  const third = await views.keep('{"own":[1,2]}', first);
  expect(await views.read()).toEqual({ json: '{"own":[1,2]}', revision: third });
  expect(readFileSync(join(folder, 'views.json'), 'utf8')).toBe('{"own":[1,2]}');
});

it('a file that is there and cannot be read is not taken for none', async () => {
  const views = new ViewsFile(folder);
  await expect(views.read()).rejects.toThrow('is a folder');
  await expect(views.keep('{}', null)).rejects.toThrow('is a folder');
});
