import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterEach, describe, expect, it } from 'vitest';
import config from '../../.dependency-cruiser.mjs';

const root = resolve(import.meta.dirname, '../..');

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => /\.tsx?$/.test(file) && statSync(join(root, file)).isFile());
}

describe('promises', () => {
  it('are let go only where nothing of them can fail unseen; all others run in a TaskGroup', () => {
    // The lint of floating promises accepts `void`.
    const letGo = ['src-shared', 'src-main'].flatMap(sources).filter((file) => {
      const code = readFileSync(join(root, file), 'utf8');
      return /(^|[{;)]|=>|\belse|\)) *void (?!\()[\w.#?]+(\(|\.then)/m.test(code);
    });
    expect(letGo.sort()).toEqual([
      'src-main/commands/desktop-window.ts',
      'src-main/commands/export-file/parquet.ts',
      'src-main/demo/device.ts',
      'src-main/desktop/quit.ts',
      'src-main/desktop/rest-api-switch.ts',
      'src-main/discovery/dial/light-scan.ts',
      'src-main/jobs/run/watch/watch-miner.ts',
      'src-main/main.ts',
      'src-main/polling/polling.ts',
      'src-main/runtime/threads/supervised-thread.ts',
      'src-main/runtime/threads/take-long-calls.ts',
      'src-main/runtime/threads/thread-link.ts',
      'src-main/store/file/owner-lock.ts',
      'src-main/store/queries/history/history-blocks.ts',
      'src-main/store/queries/history/history-export.ts',
      'src-main/store/threads/backup-copy.ts',
      'src-main/store/threads/copier.ts',
      'src-main/store/threads/worker-store.ts',
      'src-main/store/threads/write-queue.ts',
    ]);
  });
});

it('every style sheet that a file imports is there, which neither the compiler nor the lint checks', () => {
  const missing = sources('src-renderer').flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/'(\.[^']+\.css)'/g)]
      .map(([, path = '']) => join(dirname(file), path))
      .filter((path) => !existsSync(join(root, path)))
      .map((path) => `${file}: ${path}`),
  );
  expect(missing).toEqual([]);
});

describe('the wall clock', () => {
  it('is read in one place: everything else gets a clock, which tests set', () => {
    const readers = ['src-shared', 'src-main'].flatMap(sources).filter((file) => {
      const code = readFileSync(join(root, file), 'utf8');
      return !file.startsWith('src-main/demo/') && /\bDate\.now\b|\bnew Date\(\)/.test(code);
    });
    // The contract checks an input without knowing the program's clock.
    expect(readers.sort()).toEqual(['src-main/runtime/clock.ts', 'src-shared/contract/history.ts']);
  });
});

/** The folders that each folder imports, without those that it is in or that are in it. */
function importedFolders(): Map<string, Set<string>> {
  const files = new Set(['src-shared', 'src-main', 'src-renderer'].flatMap(sources));
  const folders = new Map<string, Set<string>>();
  for (const file of files) {
    const from = dirname(file);
    const code = readFileSync(join(root, file), 'utf8');
    for (const [, path = ''] of code.matchAll(/(?:from |import\()'(\.[^']+)'/g)) {
      const target = join(from, path);
      const to = dirname(target);
      if (!files.has(target) || `${to}/`.startsWith(`${from}/`) || `${from}/`.startsWith(`${to}/`)) continue;
      folders.set(from, (folders.get(from) ?? new Set()).add(to));
    }
  }
  return folders;
}

describe('a module that a test mocks', () => {
  it('is loaded afresh before and after it: the test files of a worker share all others', () => {
    const mocking = sources('tests/unit').filter((file) => /^vi\.mock\(/m.test(readFileSync(join(root, file), 'utf8')));
    expect(mocking.length).toBeGreaterThan(0);
    for (const file of mocking) {
      const code = readFileSync(join(root, file), 'utf8');
      expect(code, file).toMatch(/^vi\.resetModules\(\);$/m);
      expect(code, file).toMatch(/^afterAll\(\(\) => vi\.resetModules\(\)\);$/m);
    }
  });
});

describe('folders', () => {
  it('have no cycle, also within a room: of those that import each other, one is below', () => {
    const folders = importedFolders();
    expect(folders.size).toBeGreaterThan(50);
    const done = new Set<string>();
    const visit = (folder: string, above: readonly string[]): void => {
      const cycle = above.includes(folder) ? [...above.slice(above.indexOf(folder)), folder] : [];
      expect(cycle.join(' -> ')).toBe('');
      if (done.has(folder)) return;
      done.add(folder);
      for (const below of folders.get(folder) ?? []) visit(below, [...above, folder]);
    };
    for (const folder of folders.keys()) visit(folder, []);
  });
});

/** The rules that these files break in a separate tree. `npm run lint` checks the real ones. */
let folder = '';
async function broken(files: Readonly<Record<string, string>>): Promise<string[]> {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-arrows-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const places = [...new Set(Object.keys(files).map((path) => path.split('/')[0] as string))];
  const { options = {}, ...ruleSet } = config;
  const { output } = await cruise(places, { ...options, baseDir: folder, ruleSet, validate: true });
  return [...new Set((output as ICruiseResult).summary.violations.map(({ rule }) => rule.name))].sort();
}
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the rules of .dependency-cruiser.mjs', () => {
  it('let a folder import those of its row', async () => {
    const files = { 'src-main/store/a.ts': "import '../history/b.ts';", 'src-main/history/b.ts': 'export {};' };
    expect(await broken(files)).toEqual([]);
  });

  it.each([
    [
      'a folder that is not in the row, also for a type',
      { 'src-main/store/a.ts': "import type { B } from '../fleet/b.ts';", 'src-main/fleet/b.ts': 'export type B = 1;' },
      ['row of src-main/store'],
    ],
    [
      'a cycle of files, also of types',
      {
        'src-main/fleet/a.ts': "import type { B } from './b.ts';\nexport type A = B;",
        'src-main/fleet/b.ts': "import type { A } from './a.ts';\nexport type B = A;",
      },
      ['no cycle between files'],
    ],
    [
      'a file beside the folders',
      { 'src-main/extra.ts': "import './store/a.ts';", 'src-main/store/a.ts': 'export {};' },
      ['every folder has a row'],
    ],
    [
      'a file of the process in the page',
      { 'src-renderer/ui/a.ts': "import '../../src-main/runtime/b.ts';", 'src-main/runtime/b.ts': 'export {};' },
      ['row of src-renderer/ui', 'the screens see src-shared alone'],
    ],
    ['node in the page', { 'src-renderer/ui/a.ts': "import 'node:fs';" }, ['no node in the screens']],
    ['a file in pure code', { 'src-main/history/a.ts': "import 'node:fs';" }, ['history is pure']],
    [
      'the database outside the store',
      { 'src-main/fleet/a.ts': "import 'better-sqlite3';" },
      ['only the store touches the database'],
    ],
    [
      'Electron outside the desktop',
      { 'src-main/app/a.ts': "import 'electron';" },
      ['only the desktop knows Electron'],
    ],
    ['a path that leads nowhere', { 'src-main/fleet/a.ts': "import './gone.ts';" }, ['every import is found']],
    [
      'the simulator in the client',
      { 'src-main/demo/a.ts': "import '../drivers/b.ts';", 'src-main/drivers/b.ts': 'export {};' },
      ['row of src-main/demo', 'the simulator is independent'],
    ],
    [
      'the schema library in the page',
      { 'src-renderer/api/a.ts': "import '../../src-shared/model/b.ts';", 'src-shared/model/b.ts': 'export {};' },
      ['no schema library in the page'],
    ],
  ] as const)('refuse %s', async (_what, files, rules) => {
    expect(await broken(files)).toEqual(rules);
  });
});
