import { isMeantToHash } from '../../src-shared/rules/hashing-state.ts';
import { FROZEN_AFTER_MS, FROZEN_LEAST_READINGS, GRACE_MS } from '../../src-shared/rules/thresholds.ts';
import type { ReadStatus } from './facts.ts';
import { hasSameMeasurements } from './same-measurements.ts';
import { followShares, type ShareWindow } from './share-window.ts';

/**
 * What follows from one reading after the other, and from no single one. Kept for each miner while
 * the program runs.
 */
export interface ReadingCourse {
  /**
   * Since when it is meant to hash without a break, and what its own clock said of that; null while
   * it is not.
   */
  readonly hashing: { readonly sinceAt: number; readonly stateSeconds: number | null } | null;
  /** Since when all that it measures is the same, and in how many readings. */
  readonly unchanged: { readonly sinceAt: number; readonly readings: number } | null;
  readonly shares: ShareWindow | null;
}

export const NO_COURSE: ReadingCourse = { hashing: null, unchanged: null, shares: null };

/** Takes one more reading in; `previous` is the one before it. */
export function followCourse(course: ReadingCourse, previous: ReadStatus | null, status: ReadStatus): ReadingCourse {
  const isSame = previous !== null && course.unchanged !== null && hasSameMeasurements(previous, status);
  return {
    hashing: hashingSince(course.hashing, status),
    unchanged:
      isSame && course.unchanged !== null
        ? { sinceAt: course.unchanged.sinceAt, readings: course.unchanged.readings + 1 }
        : { sinceAt: status.recorded_at, readings: 1 },
    shares: followShares(course.shares, status),
  };
}

/** Whether it has been meant to hash for so long that its figures may be judged. */
export function isSettled({ hashing }: ReadingCourse, { figures, recorded_at }: ReadStatus): boolean {
  return isMeantToHash(figures.state) && hashing !== null && recorded_at - hashing.sinceAt >= GRACE_MS;
}

/**
 * Since when its figures stand still although it says that it hashes; null while they change. What
 * hashes nothing has no figures to change.
 */
export function frozenSince({ unchanged }: ReadingCourse, { figures, recorded_at }: ReadStatus): number | null {
  if (unchanged === null || !isMeantToHash(figures.state) || figures.hashrate_hs === 0) return null;
  if (unchanged.readings < FROZEN_LEAST_READINGS || recorded_at - unchanged.sinceAt < FROZEN_AFTER_MS) return null;
  return unchanged.sinceAt;
}

/**
 * The miner's own clock says since when, unless it stands still or is not reported: then it is
 * since the first reading that said so. A miner that starts again within the same state sets its
 * clock back, and with it the beginning.
 */
function hashingSince(
  before: ReadingCourse['hashing'],
  { figures, recorded_at: now }: ReadStatus,
): ReadingCourse['hashing'] {
  if (!isMeantToHash(figures.state)) return null;
  const seconds = figures.state_seconds;
  if (seconds === null || (before !== null && before.stateSeconds === seconds)) {
    return { sinceAt: before?.sinceAt ?? now, stateSeconds: seconds };
  }
  return { sinceAt: now - seconds * 1000, stateSeconds: seconds };
}
