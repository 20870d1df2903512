import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageFolderOf, readLicence, readLicences, withFamilyNotices } from '../../../scripts/packaging/licences.ts';
import { Licence } from '../../../src-shared/model/index.ts';

const root = resolve(import.meta.dirname, '../../..');

describe('the package of a bundled module', () => {
  it.each([
    ['/a/node_modules/react/index.js', '/a/node_modules/react'],
    ['/a/node_modules/@orpc/server/dist/x.mjs?v=1', '/a/node_modules/@orpc/server'],
    ['\0/a/node_modules/ws/lib/x.js?commonjs-es-import', '/a/node_modules/ws'],
    ['/a/node_modules/b/node_modules/c/x.js', '/a/node_modules/b/node_modules/c'],
    ['C:\\a\\node_modules\\ws\\x.js', 'C:/a/node_modules/ws'],
    ['/a/src-main/app/app.ts', null],
    ['\0rolldown/runtime.js', null],
    ['electron', null],
  ])('of %j is %s', (id, folder) => {
    expect(packageFolderOf(id)).toBe(folder);
  });
});

describe('what a package says of its licence', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'powerhive-licences-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const put = (name: string, manifest: object, files: Record<string, string> = {}): string => {
    const at = join(folder, name);
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...manifest }));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(at, file), text);
    return at;
  };

  it('is its name for it, and its notices in their own words', () => {
    const at = put(
      'a',
      { license: 'Apache-2.0', homepage: 'https://a.example' },
      { 'LICENSE.md': 'the text\n', NOTICE: 'by A' },
    );
    expect(readLicence(at)).toEqual({
      name: 'a',
      version: '1.0.0',
      licence: 'Apache-2.0',
      homepage: 'https://a.example',
      text: 'the text\n\nby A',
    });
    expect(readLicence(put('old', { licenses: [{ type: 'BSD' }] })).licence).toBe('BSD');
  });

  it('must be something', () => {
    const at = put('silent', {});
    expect(() => readLicence(at)).toThrow('silent 1.0.0 does not say under which licence it is');
  });

  it('is borrowed from the family, or from the licence where that is the same for all', () => {
    const all = readLicences([
      put('@x/one', { license: 'MIT' }, { LICENSE: 'of X' }),
      put('@x/two', { license: 'MIT' }),
      put('alone', { license: 'MIT' }),
      put('b', { license: 'Apache-2.0' }, { LICENSE: 'for all' }),
      put('c', { license: 'Apache-2.0' }),
    ]);
    const texts = Object.fromEntries(withFamilyNotices(all).map(({ name, text }) => [name, text]));
    expect(texts).toEqual({ '@x/one': 'of X', '@x/two': 'of X', alone: null, b: 'for all', c: 'for all' });
  });
});

it('stands beside the bundle for every package in it, and for none that only helps to make it', () => {
  const file = join(root, 'dist/main/licences.json');
  expect(existsSync(file), 'npm test builds first').toBe(true);
  const licences = Licence.array().parse(JSON.parse(readFileSync(file, 'utf8')));
  const names = licences.map(({ name }) => name);
  const wanted = [
    'better-sqlite3',
    'electron',
    'electron-updater',
    'react',
    '@mantine/core',
    'undici',
    'mqtt',
    '@fontsource-variable/inter',
  ];
  expect(names).toEqual(expect.arrayContaining(wanted));
  for (const tool of [
    'vite',
    'vitest',
    'typescript',
    'playwright-core',
    'electron-builder',
    'fast-check',
    'drizzle-kit',
    'aedes',
  ])
    expect(names).not.toContain(tool);
  expect(licences.filter(({ licence }) => /GPL|UNLICENSED/i.test(licence))).toEqual([]);
});
