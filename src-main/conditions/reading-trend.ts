import type { ConditionCode } from '../../src-shared/condition-kinds.ts';
import { isMeantToHash, isTuning, phaseOf, shouldHashNow } from '../../src-shared/judging/firmware-state.ts';
import { isOperatorPool } from '../../src-shared/judging/pools.ts';
import {
  FROZEN_AFTER_MS,
  FROZEN_LEAST_READINGS,
  REJECTED_RATE,
  RESTARTS,
  TREND_GAP_MS,
  WARM_UP_MS,
} from '../../src-shared/judging/thresholds.ts';
import { strainedSince } from './cooling-reserve.ts';
import { type CountedRestarts, countedRestarts } from './counted-restarts.ts';
import type { ReadStatus } from './facts.ts';
import { hasSameMeasurements } from './frozen-figures.ts';
import { followShares, moveShares, type ShareWindow } from './rejected-shares.ts';

interface StateSince {
  readonly sinceAt: number;
  readonly stateSeconds: number | null;
}

/**
 * What follows from a sequence of readings, not from a single one. Kept for each miner while the
 * program runs.
 */
export interface ReadingTrend extends CountedRestarts {
  /**
   * Since when it should hash without a break, and the state clock of the miner; null while it
   * should not.
   */
  readonly hashing: StateSince | null;
  /** The same for tuning, during which it hashes too. */
  readonly tuning: StateSince | null;
  /** Since when it has been tuning at a hash rate of 0; null while it has not. */
  readonly tuningIdle: { readonly sinceAt: number } | null;
  /** Since when its measurements are unchanged, and in how many readings. */
  readonly unchanged: { readonly sinceAt: number; readonly readings: number } | null;
  readonly shares: ShareWindow | null;
  /** The same for more shares, for display and not for judging. */
  readonly shareRate: ShareWindow | null;
  /** Since when its cooling has had no reserve (cooling-reserve.ts); null while it has. */
  readonly strained: { readonly sinceAt: number } | null;
  /** Since when it has been starting or tuning; null while it does neither. */
  readonly changing: { readonly what: 'starting' | 'tuning'; readonly sinceAt: number } | null;
  /**
   * Set if it had restarted too often when it was last read before the program started: the times
   * are not known any more, so the condition lasts until then. Else null.
   */
  readonly restartedOftenUntilAt: number | null;
  /**
   * The number of shares that its pools have accepted, and since when it is unchanged; null while
   * it does not hash.
   */
  readonly accepted: { readonly count: number; readonly sinceAt: number } | null;
}

export const NO_TREND: ReadingTrend = {
  hashing: null,
  tuning: null,
  tuningIdle: null,
  unchanged: null,
  shares: null,
  shareRate: null,
  strained: null,
  changing: null,
  restarts: [],
  clockBack: null,
  restartedOftenUntilAt: null,
  accepted: null,
};

/** When open conditions began, by key (`conditionKey`). */
type Sinces = Readonly<Record<string, number>>;

const sinceOf = (sinces: Sinces | null, code: ConditionCode): number | null => sinces?.[`${code} `] ?? null;

/**
 * Applies a reading; `previous` is the one before it. `sinces` are the open conditions at that
 * time: those from before the program started, or before a gap, continue until a reading ends them.
 * `orderedAt`: when a job last changed it.
 */
export function followTrend(
  trend: ReadingTrend,
  previous: ReadStatus | null,
  status: ReadStatus,
  sinces: Sinces | null = null,
  orderedAt: number | null = null,
): ReadingTrend {
  const hashing = isMeantToHash(status.figures.state) ? stateSince(trend.hashing, status) : null;
  // What happened between readings that are far apart is not known.
  const isBroken = previous === null || status.recorded_at - previous.recorded_at > TREND_GAP_MS;
  const stuckAt = sinceOf(sinces, 'start_stuck');
  const noSharesAt = sinceOf(sinces, 'no_shares');
  const idleAt = sinceOf(sinces, 'miner_zero_hashrate');
  const isFirst = previous === null;
  const strainedAt = sinceOf(sinces, 'cooling_at_limit');
  const wasOften = isFirst && sinceOf(sinces, 'restarting_often') !== null;
  return {
    hashing,
    tuning: isTuning(status.figures.state) ? stateSince(trend.tuning, status) : null,
    tuningIdle: tuningIdleSince(isBroken && idleAt === null ? null : trend.tuningIdle, status, isFirst ? idleAt : null),
    strained: strainedSince(
      isBroken && strainedAt === null ? null : trend.strained,
      status,
      isFirst ? strainedAt : null,
    ),
    changing: changingSince(isBroken && stuckAt === null ? null : trend.changing, status, isFirst ? stuckAt : null),
    ...countedRestarts(trend, hashing, previous, status, orderedAt),
    restartedOftenUntilAt: wasOften ? status.recorded_at + RESTARTS.withinMs : trend.restartedOftenUntilAt,
    accepted: acceptedSince(
      isBroken && noSharesAt === null ? null : trend.accepted,
      status,
      isFirst ? noSharesAt : null,
    ),
    unchanged: unchangedSince(trend.unchanged, previous, status, isFirst ? sinceOf(sinces, 'figures_frozen') : null),
    shares: followShares(trend.shares, status),
    shareRate: followShares(trend.shareRate, status, REJECTED_RATE),
  };
}

/** The same trend after the clock was moved by `byMs`. */
export function shiftTrend(trend: ReadingTrend, byMs: number): ReadingTrend {
  const move = <T extends { readonly sinceAt: number }>(since: T | null): T | null =>
    since === null ? null : { ...since, sinceAt: since.sinceAt + byMs };
  const { restartedOftenUntilAt } = trend;
  return {
    hashing: move(trend.hashing),
    tuning: move(trend.tuning),
    tuningIdle: move(trend.tuningIdle),
    unchanged: move(trend.unchanged),
    shares: moveShares(trend.shares, byMs),
    shareRate: moveShares(trend.shareRate, byMs),
    strained: move(trend.strained),
    changing: move(trend.changing),
    restarts: trend.restarts.map((at) => at + byMs),
    clockBack: trend.clockBack === null ? null : { ...trend.clockBack, at: trend.clockBack.at + byMs },
    restartedOftenUntilAt: restartedOftenUntilAt === null ? null : restartedOftenUntilAt + byMs,
    accepted: move(trend.accepted),
  };
}

/**
 * If the figures of a miner were frozen when the program ended, none were stored: the first reading
 * after the start cannot be compared and continues that state. The second one shows whether they
 * change. It goes back over a gap too: the same figures and counts of shares after it were not
 * measured in between.
 */
function unchangedSince(
  before: ReadingTrend['unchanged'],
  previous: ReadStatus | null,
  status: ReadStatus,
  frozenAt: number | null,
): NonNullable<ReadingTrend['unchanged']> {
  if (frozenAt !== null && status.figures.hashrate_hs === null) {
    return { sinceAt: frozenAt, readings: FROZEN_LEAST_READINGS };
  }
  const wasFrozen =
    before !== null && before.readings >= FROZEN_LEAST_READINGS && previous?.figures.hashrate_hs === null;
  const goesOn = wasFrozen
    ? status.figures.hashrate_hs !== null
    : previous !== null && hasSameMeasurements(previous, status);
  return goesOn && before !== null
    ? { sinceAt: before.sinceAt, readings: before.readings + 1 }
    : { sinceAt: status.recorded_at, readings: 1 };
}

function tuningIdleSince(
  before: ReadingTrend['tuningIdle'],
  { figures, recorded_at }: ReadStatus,
  knownSinceAt: number | null,
): ReadingTrend['tuningIdle'] {
  if (!isTuning(figures.state) || figures.hashrate_hs !== 0) return null;
  return before ?? { sinceAt: knownSinceAt ?? recorded_at };
}

function changingSince(
  before: ReadingTrend['changing'],
  { figures, recorded_at }: ReadStatus,
  knownSinceAt: number | null,
): ReadingTrend['changing'] {
  const what = phaseOf(figures.state);
  if (what !== 'starting' && what !== 'tuning') return null;
  return before?.what === what ? before : { what, sinceAt: knownSinceAt ?? recorded_at };
}

function acceptedSince(
  before: ReadingTrend['accepted'],
  { figures, pools, recorded_at }: ReadStatus,
  knownSinceAt: number | null,
): ReadingTrend['accepted'] {
  const own = pools.filter((pool) => isOperatorPool(pool) && pool.accepted !== null);
  if (own.length === 0 || !shouldHashNow(figures.state) || (figures.hashrate_hs ?? 0) <= 0) return null;
  const count = own.reduce((sum, { accepted }) => sum + (accepted ?? 0), 0);
  return before?.count === count ? before : { count, sinceAt: knownSinceAt ?? recorded_at };
}

/** Whether it should have been hashing for so long that its figures can be judged. */
export function isWarmedUp({ hashing }: ReadingTrend, { figures, recorded_at }: ReadStatus): boolean {
  return isMeantToHash(figures.state) && hashing !== null && recorded_at - hashing.sinceAt >= WARM_UP_MS;
}

/** Whether it has tuned long enough to judge everything except its rates and chips. */
export function isTuningWarmedUp({ tuning }: ReadingTrend, { figures, recorded_at }: ReadStatus): boolean {
  return isTuning(figures.state) && tuning !== null && recorded_at - tuning.sinceAt >= WARM_UP_MS;
}

/** Whether it has just started to hash or to tune. */
export function isWarmingUp(trend: ReadingTrend, status: ReadStatus): boolean {
  const { state } = status.figures;
  return isTuning(state) ? !isTuningWarmedUp(trend, status) : isMeantToHash(state) && !isWarmedUp(trend, status);
}

/**
 * Since when its figures are frozen although it reports that it hashes; null while they change. A
 * miner at 0 has no figures that could change.
 */
export function frozenSince({ unchanged }: ReadingTrend, { figures, recorded_at }: ReadStatus): number | null {
  if (unchanged === null || !shouldHashNow(figures.state) || figures.hashrate_hs === 0) return null;
  if (unchanged.readings < FROZEN_LEAST_READINGS || recorded_at - unchanged.sinceAt < FROZEN_AFTER_MS) return null;
  return unchanged.sinceAt;
}

/**
 * The beginning by the miner's own state clock. If that stands still or is not reported, it is the
 * first reading in this state. A miner that restarts within the same state sets its clock back, and
 * so the beginning.
 */
function stateSince(before: StateSince | null, { figures, recorded_at: now }: ReadStatus): StateSince {
  const seconds = figures.state_seconds;
  if (seconds === null || (before !== null && before.stateSeconds === seconds)) {
    return { sinceAt: before?.sinceAt ?? now, stateSeconds: seconds };
  }
  return { sinceAt: now - seconds * 1000, stateSeconds: seconds };
}
