import { DAY_MS } from '../../src-shared/milliseconds.ts';
import type { BackupFile } from './backup-files.ts';

/** Tolerance, so that the daily backup does not move by the seconds that the previous one took. */
const SLACK_MS = 600_000;

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
