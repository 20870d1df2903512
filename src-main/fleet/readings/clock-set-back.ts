import { moveSet } from '../../conditions/condition-set.ts';
import { shiftTrend } from '../../conditions/reading-trend.ts';
import type { Entry } from '../miner-entry.ts';

/**
 * The miner by which the next reading, taken at `now`, is judged. If that is before the previous
 * reading, the clock was set back: all stored times are then moved back, as if no time had passed
 * between the two.
 */
export function byClockOf(entry: Entry, now: number): Entry {
  const byMs = entry.readAt === null ? 0 : now - entry.readAt;
  if (byMs >= 0) return { ...entry, readAt: now };
  const { boardsPoll, bootedAt } = entry;
  const { failure, lastReadAt } = boardsPoll;
  return {
    ...entry,
    readAt: now,
    bootedAt: bootedAt === null ? null : bootedAt + byMs,
    trend: shiftTrend(entry.trend, byMs),
    statusConditions: moveSet(entry.statusConditions, byMs),
    boardConditions: moveSet(entry.boardConditions, byMs),
    boardsPoll: {
      ...boardsPoll,
      lastReadAt: lastReadAt === null ? null : lastReadAt + byMs,
      failure: failure === null ? null : { ...failure, sinceAt: failure.sinceAt + byMs },
    },
  };
}
