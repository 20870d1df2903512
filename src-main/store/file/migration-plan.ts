import { fileURLToPath } from 'node:url';
import type Database from 'better-sqlite3';
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator';
import { StoreError } from '../store-error.ts';

/** A row of drizzle's record of applied migrations. */
export interface AppliedMigration {
  readonly hash: string;
  readonly created_at: number;
}

/** Next to the source; the build copies it next to the bundle. */
export const MIGRATIONS_FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));

/** The migrations applied to a database, oldest first; empty if it was never migrated. */
export function readAppliedMigrations(sqlite: Database.Database): AppliedMigration[] {
  const table = sqlite.prepare(`SELECT 1 FROM sqlite_schema WHERE name = '__drizzle_migrations'`).get();
  if (table === undefined) return [];
  return sqlite
    .prepare<[], AppliedMigration>(
      'SELECT hash, CAST(created_at AS INTEGER) AS created_at FROM __drizzle_migrations ORDER BY created_at, rowid',
    )
    .all();
}

/** The migrations of this PowerHive, oldest first. */
export function readKnownMigrations(folder: string): MigrationMeta[] {
  return readMigrationFiles({ migrationsFolder: folder });
}

/**
 * How many of the known migrations a database still needs. Drizzle alone would skip a migration
 * dated before the last applied one, and would open a database of a newer version; both are refused
 * here, and so is a migration that was edited after it was applied.
 */
export function planMigration(
  path: string,
  known: readonly MigrationMeta[],
  applied: readonly AppliedMigration[],
): { readonly pending: number } {
  known.forEach((migration, i) => {
    const before = known[i - 1];
    if (before !== undefined && migration.folderMillis <= before.folderMillis) {
      throw new StoreError('failed', `Migration ${i} of PowerHive is dated before the one it follows. Build it again.`);
    }
  });
  const lastKnown = known.at(-1)?.folderMillis ?? 0;
  if (applied.some((migration) => migration.created_at > lastKnown)) {
    throw new StoreError(
      'newer',
      `The database ${path} was written by a newer PowerHive. It was left as it is: install that version again, or choose another data folder.`,
    );
  }
  applied.forEach((migration, i) => {
    if (known[i]?.hash === migration.hash) return;
    throw new StoreError(
      'not_ours',
      `The database ${path} was made with other migrations than this PowerHive has (number ${i} differs). It was left as it is: open it with the build that made it.`,
    );
  });
  return { pending: known.length - applied.length };
}
