import { renameSync, rmSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { formatBytes, quantityText } from '../../../src-shared/units.ts';
import { makePrivate } from '../../runtime/private-file.ts';
import { uuidV7 } from '../../runtime/uuid-v7.ts';
import { StoreError, WAY_OUT } from '../store-error.ts';
import { inspectDatabase, openWritable, type Sqlite } from './database-file.ts';
import { copyPath, deleteSupersededCopies } from './migration-copies.ts';
import { MIGRATIONS_FOLDER, planMigration, readKnownMigrations } from './migration-plan.ts';

export interface OpenedDatabase {
  readonly sqlite: Sqlite;
  /** How many migrations the tables have seen. */
  readonly schemaVersion: number;
}

/**
 * Opens the database at `path` for writing, made new or brought up to date. One that already holds
 * something is first copied to `PATH.before-migration-N`. That copy is deleted by the next
 * migration, or with what is old (`deleteAgedCopy`). What cannot be opened safely is refused with a
 * `StoreError`, and stays as it is. `freeBytes` says how much room a folder has; null is unknown.
 */
export function openMigrated(
  path: string,
  migrationsFolder: string = MIGRATIONS_FOLDER,
  freeBytes: (folder: string) => number | null = freeBytesOf,
): OpenedDatabase {
  const file = inspectDatabase(path);
  const applied = file.kind === 'ours' ? file.applied : [];
  const known = readKnownMigrations(migrationsFolder);
  const { pending } = planMigration(path, known, applied);
  const sqlite = openWritable(path);
  try {
    if (pending > 0) {
      if (applied.length > 0) {
        refuseFullDisk(sqlite, path, freeBytes(dirname(path)));
        backUp(sqlite, copyPath(path, known.length));
      }
      applyPending(sqlite, migrationsFolder);
    }
    checkReferences(sqlite, path);
    deleteSupersededCopies(path, known.length);
    return { sqlite, schemaVersion: known.length };
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

/**
 * What `user_version` of a database says while it was changed by a migration and not checked since:
 * the migration itself is committed by then, and the next start finds it done.
 */
const UNCHECKED = 1;

function applyPending(sqlite: Sqlite, migrationsFolder: string): void {
  // SQLite changes a table by creating it again, during which nothing must cascade; the switch has
  // no effect inside a transaction.
  sqlite.pragma('foreign_keys = OFF');
  sqlite.function('uuid_v7', uuidV7);
  sqlite.pragma(`user_version = ${UNCHECKED}`);
  migrate(drizzle(sqlite), { migrationsFolder });
  sqlite.pragma('foreign_keys = ON');
}

/** Once after each migration; every start refuses a database that did not pass. */
function checkReferences(sqlite: Sqlite, path: string): void {
  if (sqlite.pragma('user_version', { simple: true }) !== UNCHECKED) return;
  const broken = sqlite.pragma('foreign_key_check') as unknown[];
  if (broken.length > 0) {
    throw new StoreError(
      'corrupt',
      `After its migration ${broken.length} rows of ${path} point at nothing. The copy from before the migration is beside it. ${WAY_OUT}`,
    );
  }
  sqlite.pragma('user_version = 0');
}

/** Free bytes for this user on the disk of a folder; null where the system does not say. */
function freeBytesOf(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** What a migration itself writes, in its log. */
const MIGRATION_BYTES = 16 * 1024 * 1024;

function refuseFullDisk(sqlite: Sqlite, path: string, freeBytes: number | null): void {
  const pages = Number(sqlite.pragma('page_count', { simple: true }));
  const unused = Number(sqlite.pragma('freelist_count', { simple: true }));
  const needed = (pages - unused) * Number(sqlite.pragma('page_size', { simple: true })) + MIGRATION_BYTES;
  if (freeBytes === null || freeBytes >= needed) return;
  const [has, needs] = [freeBytes, needed].map((bytes) => quantityText(formatBytes(bytes)));
  throw new StoreError(
    'disk_full',
    `This version of PowerHive changes the database, and keeps a copy from before: the disk of ${path} needs ${needs} free and has ${has}. Free some space and start again. Nothing was changed.`,
  );
}

/** Whole or not at all: the copy gets its name only when it is complete. */
function backUp(sqlite: Sqlite, copy: string): void {
  const partial = `${copy}.partial`;
  rmSync(partial, { force: true });
  makePrivate(partial);
  sqlite.prepare('VACUUM INTO ?').run(partial);
  renameSync(partial, copy);
}
