import { messageOf } from '../runtime/message-of.ts';
/**
 * Failures of the database, other than bugs:
 * - `disk_full`: nothing was written; later writes work again once there is room;
 * - `unwritable`: the disk is read-only or fails, or this user may not use the file: nothing was
 *   written; later writes work again once that is mended;
 * - `locked`: another PowerHive owns the file;
 * - `corrupt`: the file, or the history in it, is damaged;
 * - `newer`: written by a newer PowerHive;
 * - `not_ours`: not a database of PowerHive;
 * - `lost`: there was a database, and now there is none;
 * - `overloaded`: too many writes are waiting;
 * - `closed`: the store was closed;
 * - `interrupted`: the thread ended or does not respond; a retry is possible;
 * - `failed`: anything else, described in the message.
 */
export type StoreErrorCode =
  | 'disk_full'
  | 'unwritable'
  | 'locked'
  | 'corrupt'
  | 'newer'
  | 'not_ours'
  | 'lost'
  | 'overloaded'
  | 'closed'
  | 'interrupted'
  | 'failed';

export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What to do about a database that cannot be used. Nothing of it is ever discarded. */
export const WAY_OUT =
  'Restore a backup with "powerhive restore", or start with an empty one with "powerhive restore --empty": either keeps what is there.';

/** Converts the failure of an operation on the database at `path`. */
export function toStoreError(error: unknown, path: string): StoreError {
  if (error instanceof StoreError) return error;
  // The query builder wraps the actual error.
  if (error instanceof Error && !('code' in error) && error.cause instanceof Error)
    return toStoreError(error.cause, path);
  const text = messageOf(error);
  const sqliteCode = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = KNOWN.find(({ prefix }) => sqliteCode.startsWith(prefix));
  if (known !== undefined) return new StoreError(known.code, `${known.words(path)} (${text})`, { cause: error });
  return new StoreError('failed', `The database ${path}: ${text}`, { cause: error });
}

const KNOWN: readonly { prefix: string; code: StoreErrorCode; words: (path: string) => string }[] = [
  {
    prefix: 'SQLITE_FULL',
    code: 'disk_full',
    words: (path) =>
      `The disk of ${path} is full, nothing was written. Free some space, or keep history for fewer days.`,
  },
  {
    prefix: 'ENOSPC',
    code: 'disk_full',
    words: (path) => `The disk of ${path} is full. Free some space and try again.`,
  },
  ...['ENOTFILE', 'EISDIR'].map((prefix) => ({
    prefix,
    code: 'failed' as const,
    words: (path: string) =>
      `The database ${path} cannot be opened: something else is where it has a file. Move that away, or set another database.path.`,
  })),
  {
    prefix: 'ELOOP',
    code: 'failed',
    words: (path) =>
      `The database ${path} cannot be opened: a link leads back to itself. Correct the link, or set another database.path.`,
  },
  {
    prefix: 'EACCES',
    code: 'unwritable',
    words: (path) => `The database ${path} cannot be opened by this user. See who owns it and its folder.`,
  },
  {
    prefix: 'SQLITE_NOTADB',
    code: 'not_ours',
    words: (path) => `${path} is not a database. It was left as it is. ${WAY_OUT}`,
  },
  {
    prefix: 'SQLITE_CORRUPT',
    code: 'corrupt',
    words: (path) => `The database ${path} is damaged. ${WAY_OUT}`,
  },
  {
    prefix: 'SQLITE_BUSY',
    code: 'locked',
    words: (path) => `Another program holds the database ${path}. Close it and try again.`,
  },
  {
    prefix: 'SQLITE_IOERR',
    code: 'unwritable',
    words: (path) => `The disk of ${path} failed to read or write. See whether it is full, failing or gone.`,
  },
  {
    prefix: 'SQLITE_READONLY',
    code: 'unwritable',
    words: (path) => `The database ${path} cannot be written. Allow this user to write it and its folder.`,
  },
  {
    prefix: 'SQLITE_CANTOPEN',
    code: 'unwritable',
    words: (path) => `The database ${path} cannot be opened. See that its folder exists and that this user may use it.`,
  },
];
