import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BackupFile, backupName } from '../../../src-main/backups/backup-files.ts';
import { isBackupDue, planRotation } from '../../../src-main/backups/backup-rotation.ts';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';

const NOW = Date.UTC(2026, 0, 31, 12);

function made(hoursAgo: number): BackupFile {
  const made_at = NOW - hoursAgo * HOUR_MS;
  const name = backupName(made_at);
  return { name, path: `/backups/${name}`, made_at, bytes: 1 };
}

describe('a daily backup', () => {
  it('has a name that every file system takes', () => {
    expect(backupName(NOW)).toBe('powerhive-2026-01-31T120000Z.db');
  });

  it('is due when none was made for a day', () => {
    expect(isBackupDue([], NOW)).toBe(true);
    expect(isBackupDue([made(23)], NOW)).toBe(false);
    expect(isBackupDue([made(24)], NOW)).toBe(true);
    expect(isBackupDue([made(50), made(1)], NOW)).toBe(false);
  });

  it('is due when the only ones are dated later than now: the clock was set back', () => {
    expect(isBackupDue([made(-1), made(-9000)], NOW)).toBe(true);
  });
});

describe('what goes when a new one is there', () => {
  it('is the oldest', () => {
    expect(planRotation([made(1), made(25), made(49), made(73)], 3, NOW)).toEqual([made(73)]);
    expect(planRotation([made(1)], 3, NOW)).toEqual([]);
  });

  it('is not the way back to the days before, however many are made in a row', () => {
    const days = [made(20), made(44), made(68)];
    const inARow = [made(0), made(0.1), made(0.2)];
    expect(planRotation([...inARow, ...days], 3, NOW)).toEqual([made(68), made(0.1), made(0.2)]);
    expect(planRotation(inARow, 2, NOW)).toEqual([made(0.2)]);
  });

  it('is never the one just made, wherever the clock was before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -10_000, max: 10_000 })),
        fc.integer({ min: 1, max: 9 }),
        (hours, keep) => {
          const others = hours.filter((ago) => ago !== 0).map(made);
          const gone = planRotation([...others, made(0)], keep, NOW);
          expect(gone).not.toContainEqual(made(0));
          expect(gone).toHaveLength(Math.max(0, others.length + 1 - keep));
        },
      ),
    );
  });
});
