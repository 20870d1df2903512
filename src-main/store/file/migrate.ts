import { renameSync, rmSync } from 'node:fs';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { makePrivate } from '../../runtime/private-file.ts';
import { uuidV7 } from '../../runtime/uuid-v7.ts';
import { StoreError } from '../store-error.ts';
import { MIGRATIONS_FOLDER, planMigration, readKnownMigrations } from './applied-migrations.ts';
import { inspectDatabase, openWritable, type Sqlite } from './database-file.ts';

export interface OpenedDatabase {
  readonly sqlite: Sqlite;
  /** How many migrations the tables have seen. */
  readonly schemaVersion: number;
}

/**
 * Opens the database at `path` for writing, made new or brought up to date. One that already holds
 * something is first copied to `PATH.before-migration-N`. What cannot be opened safely is refused
 * with a `StoreError`, and stays as it is.
 */
export function openMigrated(path: string, migrationsFolder: string = MIGRATIONS_FOLDER): OpenedDatabase {
  const file = inspectDatabase(path);
  const applied = file.kind === 'ours' ? file.applied : [];
  const known = readKnownMigrations(migrationsFolder);
  const { pending } = planMigration(path, known, applied);
  const sqlite = openWritable(path);
  try {
    if (pending > 0) {
      if (applied.length > 0) backUp(sqlite, `${path}.before-migration-${known.length}`);
      applyPending(sqlite, path, migrationsFolder);
    }
    return { sqlite, schemaVersion: known.length };
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

function applyPending(sqlite: Sqlite, path: string, migrationsFolder: string): void {
  // SQLite changes a table by creating it again, during which nothing must cascade; the switch has
  // no effect inside a transaction.
  sqlite.pragma('foreign_keys = OFF');
  sqlite.function('uuid_v7', uuidV7);
  migrate(drizzle(sqlite), { migrationsFolder });
  const broken = sqlite.pragma('foreign_key_check') as unknown[];
  if (broken.length > 0) {
    throw new StoreError(
      'corrupt',
      `After its migration ${broken.length} rows of ${path} point at nothing. The copy from before the migration is beside it.`,
    );
  }
  sqlite.pragma('foreign_keys = ON');
}

/** Whole or not at all: the copy gets its name only when it is complete. */
function backUp(sqlite: Sqlite, copyPath: string): void {
  const partial = `${copyPath}.partial`;
  rmSync(partial, { force: true });
  makePrivate(partial);
  sqlite.prepare('VACUUM INTO ?').run(partial);
  renameSync(partial, copyPath);
}
