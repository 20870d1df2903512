import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dataFolder } from '../../../src-main/config/data-folder.ts';
import { tightenDataFolder } from '../../../src-main/runtime/files/private-file.ts';
import { replaceFile } from '../../../src-main/runtime/files/replace-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-replace-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const modeOf = (path: string): number => statSync(path).mode & 0o777;

it('makes a file that its owner alone may read', async () => {
  const file = join(folder, 'config.json');
  for (const text of ['1', '2']) {
    await replaceFile(file, text);
    expect(readFileSync(file, 'utf8')).toBe(text);
    if (process.platform !== 'win32') expect(modeOf(file)).toBe(0o600);
  }
  expect(readdirSync(folder)).toEqual(['config.json']);
});

it.skipIf(process.platform === 'win32')('leaves a link, and its target the rights that it has', async () => {
  const [data, etc] = [dataFolder(join(folder, 'data')), join(folder, 'etc')];
  for (const path of [data.path, etc]) mkdirSync(path);
  const target = join(etc, 'powerhive.json');
  writeFileSync(target, '{}');
  chmodSync(target, 0o644);
  symlinkSync('../etc/powerhive.json', data.configFile);
  tightenDataFolder(data, join(data.path, 'powerhive.db'));
  await replaceFile(data.configFile, '{"site":{}}');
  expect(lstatSync(data.configFile).isSymbolicLink()).toBe(true);
  expect(readFileSync(target, 'utf8')).toBe('{"site":{}}');
  expect(modeOf(target)).toBe(0o644);
  expect(readdirSync(etc)).toEqual(['powerhive.json']);
});
