import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { MIGRATION_COPY_KEPT_MS } from '../../history/plan-retention.ts';
import type { Sqlite } from './database-file.ts';
import { readAppliedMigrations } from './migration-plan.ts';

/** Where a database is copied before the migration that brings its tables to this version. */
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
 * Deletes the copy from before the last migration where it is from before a moment: the program has
 * run well on the new tables by then, and the daily backups are newer. The moment is by the trusted
 * time; the copy is dated by the clock of the computer, which may have been wrong.
 */
export function deleteAgedCopy(sqlite: Sqlite, path: string, schemaVersion: number, before: number): void {
  const copy = copyPath(path, schemaVersion);
  const datedAt = statSync(copy, { throwIfNoEntry: false })?.mtimeMs;
  if (datedAt === undefined || datedAt >= before) return;
  // None is older than the migration that it precedes: one that claims to be counts from now on.
  const writtenAt = readAppliedMigrations(sqlite).at(-1)?.created_at ?? 0;
  const nowS = (before + MIGRATION_COPY_KEPT_MS) / 1000;
  if (datedAt >= writtenAt) remove(copy);
  else if (nowS * 1000 >= writtenAt) utimesSync(copy, nowS, nowS);
}

/** Where another program has it open, or the folder is read-only, the next time tries again. */
function remove(copy: string): void {
  try {
    rmSync(copy, { force: true });
  } catch {}
}
