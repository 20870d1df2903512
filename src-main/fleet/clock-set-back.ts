import { moveSet } from '../conditions/condition-set.ts';
import { shiftTrend } from '../conditions/reading-trend.ts';
import type { Entry } from './entry.ts';

/**
 * A miner as the next reading of it is judged, which is taken `now`. A reading that comes before the
 * one that preceded it was taken by a clock that was set back meanwhile: all that is kept of earlier
 * moments goes back with it, as if no time had passed between the two.
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
