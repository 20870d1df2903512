import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError, toStoreError } from '../store-error.ts';
import { inspectDatabase, openReadOnly, type Sqlite } from './database-file.ts';
import { MIGRATIONS_FOLDER, planMigration, readKnownMigrations } from './migration-plan.ts';
import { lockOwner } from './owner-lock.ts';
import { syncFile } from './sync-file.ts';

/** What was put in the place of a database. */
export interface Replacement {
  /** Where the database lies now that was there before; null where there was none. */
  readonly replaced: string | null;
}

export interface Restored extends Replacement {
  readonly miners: number;
  /** Some of the encrypted passwords and keys in it, one of each kind of encryption. */
  readonly samples: readonly string[];
  /** The names of the access tokens in it: they open PowerHive again, deleted since or not. */
  readonly tokens: readonly string[];
}

/**
 * Before the database is touched a file of this name says what is to come in its place; an empty
 * one: nothing.
 */
const INTENT = '-restoring-';

/**
 * Puts a checked copy of `file` in the place of the database at `path`, which is kept beside it.
 * Throws a `StoreError` where a program uses the database (`locked`), or the file is damaged,
 * foreign or too new; nothing has changed then. `stamp` goes into the name of what is kept.
 */
export function restoreDatabase(
  path: string,
  file: string,
  stamp: string,
  { withSecrets }: { readonly withSecrets: boolean },
): Restored {
  return owning(path, (real) => {
    const partial = `${real}-unfinished`;
    rmSync(partial, { force: true });
    try {
      const content = copySound(file, partial, withSecrets);
      syncFile(partial);
      renameSync(partial, `${real}${INTENT}${stamp}`);
      return { ...content, ...finishReplacement(real) };
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

/** Puts the database at `path` aside, so that the next start begins with an empty one. */
export function setDatabaseAside(path: string, stamp: string): Replacement {
  return owning(path, (real) => {
    writeFileSync(`${real}${INTENT}${stamp}`, '', { mode: 0o600 });
    return finishReplacement(real);
  });
}

/**
 * Carries out a replacement that was decided, from wherever it was cut short: what ends the program
 * on the way leaves the old database or the new one to the next start, never half of each. Only for
 * the owner of the database.
 */
export function finishReplacement(path: string): Replacement {
  const folder = dirname(path);
  const intent = readdirSync(folder).find((name) => name.startsWith(`${basename(path)}${INTENT}`));
  if (intent === undefined) return { replaced: null };
  const stamp = intent.slice(intent.lastIndexOf(INTENT) + INTENT.length);
  const kept = `${path}.replaced-${stamp}`;
  // The log belongs to its database, and would be taken for the new one's.
  for (const part of ['-wal', '-shm', '']) {
    if (existsSync(`${path}${part}`)) renameSync(`${path}${part}`, `${kept}${part}`);
  }
  const next = join(folder, intent);
  if (statSync(next).size === 0) rmSync(next);
  else renameSync(next, path);
  if (process.platform !== 'win32') syncFile(folder);
  return { replaced: existsSync(kept) ? kept : null };
}

function owning<T>(path: string, work: (real: string) => T): T {
  const real = existsSync(path) ? realpathSync(path) : path;
  const lock = lockOwner(real);
  try {
    finishReplacement(real);
    const done = work(real);
    lock.note(existsSync(real));
    return done;
  } finally {
    lock.release();
  }
}

/**
 * Reads all of the file, its log included if it has one, into a compact copy, and holds that copy
 * to be whole.
 */
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
    if (!withSecrets) {
      copy.exec('UPDATE miners SET api_key_sealed = NULL, unlock_pass_sealed = NULL');
      if (hasTable(copy, 'channels')) copy.exec('UPDATE channels SET secret_sealed = NULL');
      if (hasTable(copy, 'destinations')) copy.exec('UPDATE destinations SET secret_sealed = NULL');
      if (hasTable(copy, 'api_tokens')) copy.exec('DELETE FROM api_tokens');
      if (hasTable(copy, 'miner_passwords')) copy.exec('DELETE FROM miner_passwords');
      // A site keeps its name and address, and has no token until one is entered.
      if (hasTable(copy, 'remote_sites')) copy.exec(`UPDATE remote_sites SET token_sealed = ''`);
    }
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

/** A backup of before a table was added does not have it. */
function hasTable(sqlite: Sqlite, name: string): boolean {
  return sqlite.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(name) !== undefined;
}

function encryptedSamples(sqlite: Sqlite): string[] {
  const others = [
    hasTable(sqlite, 'channels') ? 'UNION SELECT secret_sealed FROM channels' : '',
    hasTable(sqlite, 'destinations') ? 'UNION SELECT secret_sealed FROM destinations' : '',
    hasTable(sqlite, 'miner_passwords') ? 'UNION SELECT password_sealed FROM miner_passwords' : '',
    hasTable(sqlite, 'remote_sites') ? `UNION SELECT nullif(token_sealed, '') FROM remote_sites` : '',
  ].join(' ');
  return sqlite
    .prepare<[], string>(
      `SELECT min(encrypted) FROM (SELECT api_key_sealed AS encrypted FROM miners UNION SELECT unlock_pass_sealed FROM miners ${others})
       WHERE encrypted IS NOT NULL GROUP BY substr(encrypted, 1, instr(encrypted, ':'))`,
    )
    .pluck()
    .all();
}
