import { limitsInForce } from '../../src-shared/judging/farm-limits.ts';
import { isOperatorPool } from '../../src-shared/judging/pools.ts';
import { REJECTED_SHARES } from '../../src-shared/judging/thresholds.ts';
import type { ReadStatus } from './facts.ts';

/** Shares between two readings. */
export interface Shares {
  readonly accepted: number;
  readonly rejected: number;
}

/** The shares of the operator's pools in the window, as differences of their counters. */
export interface ShareWindow {
  /** The counters of each pool at the start. */
  readonly from: ReadonlyMap<string, Shares>;
  readonly fromAt: number;
  /**
   * The latest shares that were enough to judge, and when; null before that, and once they are too
   * old.
   */
  readonly judged: (Shares & { readonly at: number }) | null;
}

/** How many shares are enough, and for how long they stay valid. */
type ShareLimits = Readonly<Record<'leastShares' | 'enoughShares' | 'lapseMs', number>>;

/**
 * Applies the counters of a reading. Lifetime totals do not show the present, so differences are
 * used. If a counter fell, or the pools are others, the window starts again: the mining process has
 * restarted. Fee pools are ignored.
 */
export function followShares(
  before: ShareWindow | null,
  { pools, recorded_at: now }: Pick<ReadStatus, 'pools' | 'recorded_at'>,
  limits: ShareLimits = REJECTED_SHARES,
): ShareWindow | null {
  const counters = new Map<string, Shares>();
  for (const pool of pools) {
    if (!isOperatorPool(pool) || pool.accepted === null || pool.rejected === null) continue;
    counters.set(`${pool.pool_id} ${pool.url}`, { accepted: pool.accepted, rejected: pool.rejected });
  }
  if (counters.size === 0) return before === null ? null : lapsed(before, NO_SHARES, now, limits);
  const since = before === null ? null : sharesBetween(before.from, counters);
  if (before === null || since === null) return { from: counters, fromAt: now, judged: null };
  const total = totalOf(since);
  if (total < limits.leastShares) return lapsed(before, since, now, limits);
  const judged = { ...since, at: now };
  const goesOn = total < limits.enoughShares && now - before.fromAt <= limits.lapseMs;
  return goesOn ? { ...before, judged } : { from: counters, fromAt: now, judged };
}

/** The same window after the clock was moved by `byMs`. */
export function moveShares(window: ShareWindow | null, byMs: number): ShareWindow | null {
  if (window === null) return null;
  const { fromAt, judged } = window;
  return { ...window, fromAt: fromAt + byMs, judged: judged === null ? null : { ...judged, at: judged.at + byMs } };
}

/** From this share of rejected ones on, there are too many. */
const tooManyShare = (): number => limitsInForce().rejected_shares_percent / 100;
const NO_SHARES: Shares = { accepted: 0, rejected: 0 };
const totalOf = ({ accepted, rejected }: Shares): number => accepted + rejected;

/** Discards the last result once it is too old, unless the few shares since then confirm it. */
function lapsed(window: ShareWindow, since: Shares, now: number, { lapseMs }: ShareLimits): ShareWindow {
  const { judged } = window;
  if (judged === null || now - judged.at <= lapseMs) return window;
  const goesOn = totalOf(since) > 0 && since.rejected / totalOf(since) >= tooManyShare();
  return goesOn ? window : { ...window, judged: null };
}

/** The rejected share of the latest shares in per cent; null if there were too few. */
export function rejectedPercent(window: ShareWindow | null): number | null {
  const shares = window?.judged ?? null;
  return shares === null ? null : (shares.rejected / totalOf(shares)) * 100;
}

/** The latest shares, if too many of them are rejected; null where that is few, or unknown. */
export function tooManyRejected(window: ShareWindow | null): Shares | null {
  const shares = window?.judged ?? null;
  if (shares === null) return null;
  const total = totalOf(shares);
  const share = shares.rejected / total;
  if (shares.rejected < REJECTED_SHARES.leastRejected || share < tooManyShare()) return null;
  return shares;
}

function sharesBetween(from: ReadonlyMap<string, Shares>, to: ReadonlyMap<string, Shares>): Shares | null {
  if (from.size !== to.size) return null;
  let accepted = 0;
  let rejected = 0;
  for (const [pool, now] of to) {
    const then = from.get(pool);
    if (then === undefined || now.accepted < then.accepted || now.rejected < then.rejected) return null;
    accepted += now.accepted - then.accepted;
    rejected += now.rejected - then.rejected;
  }
  return { accepted, rejected };
}
