import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { MIGRATION_COPY_KEPT_MS } from '../../history/fixed-retention.ts';
import type { Sqlite } from './database-file.ts';
import { readAppliedMigrations } from './migration-plan.ts';

/** The copy of a database from before the migration to this version. */
export function copyPath(path: string, schemaVersion: number): string {
  return `${path}.before-migration-${schemaVersion}`;
}

/** A copy is as large as the database: only the one from before the last migration is kept. */
export function deleteSupersededCopies(path: string, schemaVersion: number): void {
  const newest = basename(copyPath(path, schemaVersion));
  for (const name of readdirSync(dirname(path))) {
    if (!name.startsWith(basename(path)) || name === newest) continue;
    if (!/^\.before-migration-\d+(\.partial)?$/.test(name.slice(basename(path).length))) continue;
    remove(join(dirname(path), name));
  }
}

/**
 * Deletes the copy from before the last migration if it is older than `before`: by then the program
 * has worked with the new tables, and the daily backups are newer. `before` is trusted time; the
 * copy is dated by the clock of the computer, which may have been wrong.
 */
export function deleteAgedCopy(sqlite: Sqlite, path: string, schemaVersion: number, before: number): void {
  const copy = copyPath(path, schemaVersion);
  const datedAt = statSync(copy, { throwIfNoEntry: false })?.mtimeMs;
  if (datedAt === undefined || datedAt >= before) return;
  // No copy is older than its migration: one with an older date counts from now.
  const writtenAt = readAppliedMigrations(sqlite).at(-1)?.created_at ?? 0;
  const nowS = (before + MIGRATION_COPY_KEPT_MS) / 1000;
  if (datedAt >= writtenAt) remove(copy);
  else if (nowS * 1000 >= writtenAt) utimesSync(copy, nowS, nowS);
}

/** If another program has it open, or the folder is read-only, it is retried the next time. */
function remove(copy: string): void {
  try {
    rmSync(copy, { force: true });
  } catch {}
}
