import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { makePrivate } from '../../runtime/files/private-file.ts';
import { mustBeFile } from '../../runtime/system-error.ts';
import { StoreError, toStoreError, WAY_OUT } from '../store-error.ts';
import { type AppliedMigration, readAppliedMigrations } from './migration-plan.ts';

export type Sqlite = Database.Database;

/** Marks a file as PowerHive's: "PwHv", in the field that SQLite reserves for this. */
export const APPLICATION_ID = 0x50774876;

/**
 * Files up to this size are checked completely when they are opened, which takes well under half a
 * second.
 */
const CHECKED_WHOLE_BYTES = 64 * 1024 * 1024;

const BUSY_TIMEOUT_MS = 5000;

export type DatabaseFile =
  | { readonly kind: 'new' }
  | { readonly kind: 'ours'; readonly applied: readonly AppliedMigration[] };

/**
 * Checks a database without changing it. Throws `not_ours` if PowerHive did not create it, and
 * `corrupt` if it is damaged: such a file is never opened for writing and never replaced.
 */
export function inspectDatabase(path: string): DatabaseFile {
  mustBeFiles(path);
  if (!existsSync(path)) return { kind: 'new' };
  let sqlite: Sqlite | undefined;
  try {
    sqlite = openReadOnly(path);
    const id = sqlite.pragma('application_id', { simple: true });
    const tables = sqlite.prepare(`SELECT count(*) FROM sqlite_schema WHERE type = 'table'`).pluck().get();
    if (tables === 0 && (id === 0 || id === APPLICATION_ID)) return { kind: 'new' };
    if (id !== APPLICATION_ID) {
      throw new StoreError(
        'not_ours',
        `${path} is a database of another program. It was left as it is: set another database.path, or, for a database of the first PowerHive, import it with "powerhive import-legacy".`,
      );
    }
    if (statSync(path).size <= CHECKED_WHOLE_BYTES) checkWhole(sqlite, path);
    return { kind: 'ours', applied: readAppliedMigrations(sqlite) };
  } catch (error) {
    throw toStoreError(error, path);
  } finally {
    sqlite?.close();
  }
}

/**
 * Opens the only connection that writes. The caller owns the file (owner-lock.ts) and has inspected
 * it.
 */
export function openWritable(path: string): Sqlite {
  // Files that SQLite creates beside it get the same permissions.
  makePrivate(path);
  const sqlite = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    // Both must be set before the first table is created, and in the file itself, not in its log.
    if (sqlite.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
      sqlite.pragma('auto_vacuum = INCREMENTAL');
      sqlite.pragma(`application_id = ${APPLICATION_ID}`);
    }
    sqlite.pragma('journal_mode = WAL');
    // A commit survives any end of this process. A power cut may lose the last moments, except for
    // synced writes (GroupCommit), but never leaves half a transaction.
    sqlite.pragma('synchronous = NORMAL');
    // A status changes some hundred pages of the index by miner. Checkpoints every 16 MB instead of
    // every 4 reduce the load of the disk.
    sqlite.pragma('wal_autocheckpoint = 4000');
    sqlite.pragma(`journal_size_limit = ${64 * 1024 * 1024}`);
    sqlite.pragma('cache_size = -8192');
    sqlite.pragma('foreign_keys = ON');
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/** Opens a read-only connection, which never waits for the writer. */
export function openReadOnly(path: string): Sqlite {
  return new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
}

/** The files that SQLite keeps beside a database. */
const BESIDE = ['-wal', '-shm', '-journal'];

/** SQLite waits without end for a named pipe. */
function mustBeFiles(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new StoreError('failed', `The database ${path} is a folder. Set database.path to a file in it.`);
  }
  for (const file of [path, ...BESIDE.map((end) => `${path}${end}`)]) mustBeFile(file);
}

function checkWhole(sqlite: Sqlite, path: string): void {
  const complaint = sqlite.prepare('PRAGMA quick_check(1)').pluck().get();
  if (complaint === 'ok') return;
  throw new StoreError(
    'corrupt',
    `The database ${path} is damaged (${String(complaint).replace(/\s+/g, ' ')}). It was left as it is. ${WAY_OUT}`,
  );
}
