import { staleAfterMs } from './judging/thresholds.ts';
import type { Miner, StatusSummary } from './model/index.ts';

/** When it is, and from what age on a reading is old. */
export interface Moment {
  readonly nowMs: number;
  readonly staleAfterMs: number;
}

export function momentOf(nowMs: number, statusSeconds: number): Moment {
  return { nowMs, staleAfterMs: staleAfterMs(statusSeconds * 1000) };
}

/** The status that a row may show: an offline miner has none, whatever was read before. */
export function reading(miner: Miner): StatusSummary | null {
  return miner.online ? miner.latest_status : null;
}

/** The current status; null where there is none, it is old, or its figures stand still. */
export function freshReading(miner: Miner, moment: Moment): StatusSummary | null {
  const status = reading(miner);
  // A miner that is not managed is not polled, however recent its last reading is.
  if (!miner.managed || miner.figures_unchanged_since_at !== null) return null;
  return status !== null && isRecent(status, moment) ? status : null;
}

/**
 * Whether it was read a short while ago, whatever it says. A time far ahead is not recent: the
 * clock was set back since, and it is not known how old the reading is. The clock of a browser may
 * be as far behind as a reading may be old.
 */
export function isRecent({ recorded_at }: StatusSummary, { nowMs, staleAfterMs }: Moment): boolean {
  return Math.abs(nowMs - recorded_at) <= staleAfterMs;
}

/**
 * How many seconds ago a moment was; null where it is far ahead, as `isRecent` takes it: nobody knows
 * how long ago that was.
 */
export function secondsSince(atMs: number | null, { nowMs, staleAfterMs }: Moment): number | null {
  return atMs === null || atMs - nowMs > staleAfterMs ? null : Math.max(0, (nowMs - atMs) / 1000);
}

export function isFresh(miner: Miner, moment: Moment): boolean {
  return freshReading(miner, moment) !== null;
}

/**
 * Whether a miner needs attention: it has a condition that is more than a notice. The program
 * judges that once (`attention` of the row), so that counts, marks, lists and notifications agree.
 */
export function needsAttention({ attention }: Pick<Miner, 'attention'>): boolean {
  return attention.length > 0;
}

/** Whether a miner has a critical condition. */
export function isCritical({ attention }: Pick<Miner, 'attention'>): boolean {
  return attention.some(({ severity }) => severity === 'critical');
}

/** Whether a miner does work now, by a reading of now. */
export function isHashing(miner: Miner, moment: Moment): boolean {
  return (freshReading(miner, moment)?.hashrate_hs ?? 0) > 0;
}

/**
 * The part of a pool's address that distinguishes pools: `stratum+tcp://eu.pool.example:3333` is
 * `eu.pool.example`.
 */
export function poolHost(url: string | null): string | null {
  if (url === null || url === '') return null;
  return url.replace(/^[a-z0-9+.-]+:\/\//i, '').replace(/[:/].*$/, '');
}
