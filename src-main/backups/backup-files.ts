import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY_MS } from '../../src-shared/durations.ts';

/** One backup of the database in the folder of backups. */
export interface BackupFile {
  readonly name: string;
  readonly path: string;
  /** From its name. */
  readonly made_at: number;
  readonly bytes: number;
}

/** Tolerance, so that the daily backup does not move by the seconds that the previous one took. */
const SLACK_MS = 600_000;

const NAME = /^powerhive-(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})Z\.db$/;

/** The name of a backup, such as `powerhive-2026-01-31T221000Z.db`. */
export function backupName(atMs: number): string {
  return `powerhive-${new Date(atMs).toISOString().slice(0, 19).replaceAll(':', '')}Z.db`;
}

/** The backups in a folder, newest first; empty if the folder does not exist. */
export async function listBackups(folder: string): Promise<BackupFile[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files: BackupFile[] = [];
  for (const name of names) {
    const [, day, hours, minutes, seconds] = NAME.exec(name) ?? [];
    if (day === undefined) continue;
    const path = join(folder, name);
    const made_at = Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`);
    files.push({ name, path, made_at, bytes: (await stat(path)).size });
  }
  return files.sort((a, b) => b.made_at - a.made_at);
}

/**
 * Whether a day has passed without a backup. Backups from the future, made before the clock was set
 * back, are ignored.
 */
export function isBackupDue(backups: readonly BackupFile[], nowMs: number): boolean {
  return !backups.some(({ made_at }) => made_at <= nowMs && made_at > nowMs - DAY_MS + SLACK_MS);
}

/**
 * Selects the backups to delete, so that `keep` remain. The newest of each day are kept before all
 * others, so that several backups in a row do not displace those of earlier days. Backups from the
 * future count as the oldest: they were made before the clock was set back.
 */
export function planRotation(backups: readonly BackupFile[], keep: number, nowMs: number): BackupFile[] {
  const age = ({ made_at }: BackupFile): number => (made_at > nowMs ? Number.POSITIVE_INFINITY : nowMs - made_at);
  const newestFirst = [...backups].sort((a, b) => (age(a) === age(b) ? b.made_at - a.made_at : age(a) - age(b)));
  const days = new Set<number>();
  const isFirstOfDay = newestFirst.map(({ made_at }) => {
    const day = Math.floor(made_at / DAY_MS);
    return days.size !== days.add(day).size;
  });
  const [first, others] = [true, false].map((wanted) => newestFirst.filter((_, i) => isFirstOfDay[i] === wanted));
  return [...(first ?? []), ...(others ?? [])].slice(keep);
}
