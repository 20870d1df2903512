import { renameSync, rmSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { formatBytes, quantityText } from '../../../src-shared/units.ts';
import { makePrivate } from '../../runtime/files/private-file.ts';
import { uuidV7 } from '../../runtime/uuid-v7.ts';
import { StoreError, WAY_OUT } from '../store-error.ts';
import { inspectDatabase, openWritable, type Sqlite } from './database-file.ts';
import { copyPath, deleteSupersededCopies } from './migration-copies.ts';
import { MIGRATIONS_FOLDER, planMigration, readKnownMigrations } from './migration-plan.ts';

export interface OpenedDatabase {
  readonly sqlite: Sqlite;
  /** How many migrations have been applied. */
  readonly schemaVersion: number;
}

/**
 * Opens the database at `path` for writing, after creating or migrating it. One with content is
 * first copied to `PATH.before-migration-N`; the copy is deleted by the next migration, or when it
 * is old (`deleteAgedCopy`). A file that cannot be opened safely is refused with a `StoreError`,
 * and stays as it is. `freeBytes` returns the free space of a folder; null if unknown.
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
 * The `user_version` of a database after a migration, until its references are checked. The
 * migration is committed by then, so that the next start would find nothing to do.
 */
const UNCHECKED = 1;

function applyPending(sqlite: Sqlite, migrationsFolder: string): void {
  // To change a table, SQLite creates it again, during which nothing must cascade. The pragma has
  // no effect inside a transaction.
  sqlite.pragma('foreign_keys = OFF');
  sqlite.function('uuid_v7', uuidV7);
  sqlite.pragma(`user_version = ${UNCHECKED}`);
  migrate(drizzle(sqlite), { migrationsFolder });
  sqlite.pragma('foreign_keys = ON');
}

/** Runs once after each migration; until it passes, every start refuses the database. */
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

/** Free bytes for this user on the disk of a folder; null if the system does not report it. */
function freeBytesOf(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** What the migration itself writes to its log. */
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

/** The copy gets its name only when it is complete. */
function backUp(sqlite: Sqlite, copy: string): void {
  const partial = `${copy}.partial`;
  rmSync(partial, { force: true });
  makePrivate(partial);
  sqlite.prepare('VACUUM INTO ?').run(partial);
  renameSync(partial, copy);
}
