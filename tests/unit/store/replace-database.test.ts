import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';
import { lockOwner } from '../../../src-main/store/file/owner-lock.ts';
import { realDatabasePath } from '../../../src-main/store/file/real-path.ts';
import { startWriter } from '../../../src-main/store/threads/writer.ts';

/** Which file moves fail, by the names of source and target. */
const disk = vi.hoisted(() => ({ refuses: (_from: string, _to: string): boolean => false }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const renameSync = (from: string, to: string): void => {
    if (disk.refuses(from, to))
      throw Object.assign(new Error(`EPERM: operation not permitted, rename`), { code: 'EPERM' });
    fs.renameSync(from, to);
  };
  return { ...fs, renameSync };
});
// Another file of this worker may have loaded it already, without this disk.
vi.resetModules();
afterAll(() => vi.resetModules());
const { finishReplacement, restoreDatabase, setDatabaseAside, UnfinishedReplacementError } = await import(
  '../../../src-main/store/file/replace-database.ts'
);

let folder: string;
let path: string;
let backup: string;
beforeEach(() => {
  disk.refuses = () => false;
  folder = mkdtempSync(join(tmpdir(), 'powerhive-replace-'));
  path = join(folder, 'powerhive.db');
  backup = join(folder, 'backup.db');
  for (const file of [path, backup]) openMigrated(file).sqlite.close();
  named(path, 'now');
  named(backup, 'then');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function named(file: string, name?: string): unknown {
  const sqlite = new Database(file);
  if (name !== undefined) sqlite.prepare('UPDATE sites SET name = ?').run(name);
  const found = sqlite.prepare('SELECT name FROM sites').pluck().get();
  sqlite.close();
  return found;
}

const leftovers = () => readdirSync(folder).filter((name) => /restoring|replaced|unfinished/.test(name));
const restore = () => restoreDatabase(path, backup, '2026', { withSecrets: true });

it('a database that cannot be moved stays whole with its log, and the next start replaces nothing', () => {
  writeFileSync(`${path}-wal`, 'its log');
  disk.refuses = (from) => from === path;
  const words = /^The database .*powerhive.db could not be moved aside \(EPERM.*and try again\.$/;
  expect(restore).toThrow(words);
  expect(() => setDatabaseAside(path, '2026')).toThrow(words);
  expect(restore).not.toThrow(UnfinishedReplacementError);
  expect(leftovers()).toEqual([]);
  expect(readFileSync(`${path}-wal`, 'utf8')).toBe('its log');
  rmSync(`${path}-wal`);
  disk.refuses = () => false;
  expect(finishReplacement(path, { note: () => undefined })).toEqual({ replaced: null });
  expect(named(path)).toBe('now');
});

it('what cannot be taken back is said to be finished by the next start, and is', () => {
  writeFileSync(`${path}-wal`, 'its log');
  // The new file does not get its name, and a part of the old one cannot be moved back.
  disk.refuses = (from, to) => from.includes('-restoring-') || (to === path && from.includes('.replaced-'));
  expect(restore).toThrow(UnfinishedReplacementError);
  expect(restore).toThrow(/EPERM/);
  disk.refuses = () => false;
  finishReplacement(path, { note: () => undefined });
  expect(named(path)).toBe('then');
});

it('an empty start that was decided and cut short anywhere is no loss of the database', async () => {
  for (const cut of ['before anything', 'before the decision goes', 'at the end']) {
    const lock = lockOwner(path);
    lock.note(true);
    writeFileSync(`${path}-restoring-2026`, '');
    if (cut !== 'before anything') rmSync(path, { force: true });
    if (cut === 'at the end') finishReplacement(path, lock);
    lock.release();
    const { port1, port2 } = new MessageChannel();
    startWriter(path, port2, false);
    const closed = new Promise((resolve) => port1.once('message', resolve));
    port1.postMessage([{ id: 1, call: 'close', args: [] }]);
    await closed;
    port1.close();
    expect(existsSync(path), cut).toBe(true);
  }
});

it.skipIf(process.platform === 'win32')('a link leads to the database also while that is moved away', () => {
  const elsewhere = join(folder, 'disk');
  mkdirSync(elsewhere);
  const link = join(folder, 'link.db');
  symlinkSync(join('disk', 'real.db'), link);
  expect(realDatabasePath(link)).toBe(join(elsewhere, 'real.db'));
  openMigrated(link).sqlite.close();
  named(link, 'now');
  writeFileSync(`${join(elsewhere, 'real.db')}-restoring-2026`, readFileSync(backup));
  rmSync(join(elsewhere, 'real.db'));
  finishReplacement(realDatabasePath(link), { note: () => undefined });
  expect(named(link)).toBe('then');
});
