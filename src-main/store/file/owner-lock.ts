import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { makePrivate } from '../../runtime/files/private-file.ts';
import { mustBeFile } from '../../runtime/system-error.ts';
import { StoreError } from '../store-error.ts';
import { realDatabasePath } from './real-path.ts';

/** Held while this program owns a database. */
export interface OwnerLock {
  /** Whether there was a database before: if it is missing, it was lost, and is not new. */
  readonly hadDatabase: boolean;
  /** Stores for later owners whether there is a database. */
  note(hasDatabase: boolean): void;
  release(): void;
}

/**
 * Makes this program the only owner of the database at `path`, or throws `locked`.
 *
 * The lock is one of the operating system, taken through SQLite on a small file beside the
 * database. It ends with its process in any case, so that there is never a stale one. A lock on the
 * database itself would exclude readers such as `powerhive export`.
 */
export function lockOwner(path: string): OwnerLock {
  const real = realDatabasePath(path);
  if (!existsSync(dirname(real))) {
    const words = 'its folder is missing. Make it, or see whether its disk is mounted.';
    throw new StoreError('failed', `The database ${path} cannot be opened: ${words}`);
  }
  mustBeFile(`${real}-lock`);
  makePrivate(`${real}-lock`);
  const lock = new Database(`${real}-lock`, { timeout: 0 });
  try {
    lock.pragma('journal_mode = MEMORY');
    // Held until it is closed, also after the end of a transaction.
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE; COMMIT');
    return {
      get hadDatabase() {
        return lock.pragma('user_version', { simple: true }) === 1;
      },
      note: (hasDatabase) => void lock.pragma(`user_version = ${hasDatabase ? 1 : 0}`),
      release: () => void lock.close(),
    };
  } catch (error) {
    lock.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new StoreError(
        'locked',
        `Another PowerHive is using the database ${path}. Close it first, or start this one with another data folder.`,
        { cause: error },
      );
    }
    throw error;
  }
}
