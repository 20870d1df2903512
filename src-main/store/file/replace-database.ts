import { closeSync, existsSync, openSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { messageOf } from '../../runtime/message-of.ts';
import { StoreError, toStoreError } from '../store-error.ts';
import { inspectDatabase, openReadOnly } from './database-file.ts';
import { dropSecrets, encryptedSamples, hasTable } from './drop-secrets.ts';
import { endOpenJobs } from './end-open-jobs.ts';
import { MIGRATIONS_FOLDER, planMigration, readKnownMigrations } from './migration-plan.ts';
import { lockOwner, type OwnerLock } from './owner-lock.ts';
import { realDatabasePath } from './real-path.ts';
import { syncFile } from './sync-file.ts';

/** The result of a replacement. */
export interface Replacement {
  /** The new path of the previous database; null if there was none. */
  readonly replaced: string | null;
}

export interface Restored extends Replacement {
  readonly miners: number;
  /** Some of its encrypted passwords and keys, one of each kind of encryption. */
  readonly samples: readonly string[];
  /** The names of its access tokens: they are valid again, even if they were deleted since. */
  readonly tokens: readonly string[];
}

/** A replacement that has started and could not be reverted: the next start finishes it. */
export class UnfinishedReplacementError extends StoreError {}

/**
 * A file with this name is created before the database is touched. It contains the replacement; if
 * it is empty, there is none.
 */
const INTENT = '-restoring-';

/**
 * Replaces the database at `path` with a checked copy of `file`, and keeps the old one beside it.
 * Throws a `StoreError` if a program uses the database (`locked`), it cannot be moved, or the file
 * is damaged, foreign or too new. Then nothing has changed, except after an
 * `UnfinishedReplacementError`. `stamp` becomes part of the name of the old one.
 */
export function restoreDatabase(
  path: string,
  file: string,
  stamp: string,
  { withSecrets }: { readonly withSecrets: boolean },
): Restored {
  return owning(path, (real, lock) => {
    const partial = `${real}-unfinished`;
    rmSync(partial, { force: true });
    try {
      const content = copySound(file, partial, withSecrets);
      syncFile(partial);
      renameSync(partial, `${real}${INTENT}${stamp}`);
      return { ...content, ...replaceNow(real, stamp, lock) };
    } catch (error) {
      const storeError = toStoreError(error, file);
      throw storeError.code === 'corrupt'
        ? new StoreError('corrupt', `${file} is damaged. Choose another backup.`)
        : storeError;
    } finally {
      rmSync(partial, { force: true });
    }
  });
}

/** Moves the database at `path` aside, so that the next start begins with an empty one. */
export function setDatabaseAside(path: string, stamp: string): Replacement {
  return owning(path, (real, lock) => {
    writeFileSync(`${real}${INTENT}${stamp}`, '', { mode: 0o600 });
    return replaceNow(real, stamp, lock);
  });
}

/** Runs the replacement that was just prepared, and reverts it if that fails. */
function replaceNow(real: string, stamp: string, lock: Pick<OwnerLock, 'note'>): Replacement {
  try {
    return finishReplacement(real, lock);
  } catch (error) {
    const reason = `The database ${real} could not be moved aside (${messageOf(error)}). Close every program that has it open, virus scanners too,`;
    try {
      if (PARTS.some((part) => existsSync(`${keptPath(real, stamp)}${part}`))) throw error;
      rmSync(`${real}${INTENT}${stamp}`);
    } catch {
      throw new UnfinishedReplacementError(
        'failed',
        `${reason} and start PowerHive: it finishes the replacement then.`,
        { cause: error },
      );
    }
    throw new StoreError('failed', `${reason} and try again.`, { cause: error });
  }
}

/** The log belongs to its database, and must not be used for the new one. */
const PARTS = ['-wal', '-shm', ''] as const;

function keptPath(path: string, stamp: string): string {
  return `${path}.replaced-${stamp}`;
}

/**
 * Finishes a replacement from any point at which it was interrupted: after a crash the next start
 * finds the old database or the new one, never half of each. If a file cannot be moved, those moved
 * before are moved back, and the error is thrown. Only for the owner of the database.
 */
export function finishReplacement(path: string, lock: Pick<OwnerLock, 'note'>): Replacement {
  const folder = dirname(path);
  const intent = readdirSync(folder).find((name) => name.startsWith(`${basename(path)}${INTENT}`));
  if (intent === undefined) return { replaced: null };
  const stamp = intent.slice(intent.lastIndexOf(INTENT) + INTENT.length);
  const kept = keptPath(path, stamp);
  const next = join(folder, intent);
  const moved: string[] = [];
  try {
    for (const part of PARTS) {
      if (!existsSync(`${path}${part}`)) continue;
      renameSync(`${path}${part}`, `${kept}${part}`);
      moved.push(part);
    }
    // That there is none now is intended, and no loss.
    if (statSync(next).size === 0) {
      lock.note(false);
      rmSync(next);
    } else renameSync(next, path);
  } catch (error) {
    for (const part of moved.reverse()) renameSync(`${kept}${part}`, `${path}${part}`);
    throw error;
  }
  if (process.platform !== 'win32') syncFile(folder);
  return { replaced: existsSync(kept) ? kept : null };
}

function owning<T>(path: string, work: (real: string, lock: OwnerLock) => T): T {
  const real = realDatabasePath(path);
  const lock = lockOwner(real);
  try {
    finishReplacement(real, lock);
    const done = work(real, lock);
    lock.note(existsSync(real));
    return done;
  } finally {
    lock.release();
  }
}

/** Reads the whole file, with its log if it has one, into a compact copy, and checks that copy. */
function copySound(file: string, copyPath: string, withSecrets: boolean): Omit<Restored, 'replaced'> {
  const found = inspectDatabase(file);
  if (found.kind === 'new') throw new StoreError('failed', `${file} is empty or is not there.`);
  planMigration(file, readKnownMigrations(MIGRATIONS_FOLDER), found.applied);
  const source = openReadOnly(file);
  try {
    closeSync(openSync(copyPath, 'wx', 0o600));
    source.prepare('VACUUM INTO ?').run(copyPath);
  } finally {
    source.close();
  }
  const copy = new Database(copyPath);
  try {
    const complaint = copy.pragma('integrity_check(1)', { simple: true });
    if (complaint !== 'ok') throw new StoreError('corrupt', String(complaint));
    copy.pragma('secure_delete = ON');
    if (hasTable(copy, 'jobs')) endOpenJobs(copy);
    if (!withSecrets) dropSecrets(copy);
    return {
      miners: copy.prepare('SELECT count(*) FROM miners').pluck().get() as number,
      samples: encryptedSamples(copy),
      tokens: hasTable(copy, 'api_tokens')
        ? copy.prepare<[], string>('SELECT name FROM api_tokens ORDER BY name').pluck().all()
        : [],
    };
  } finally {
    copy.close();
  }
}
