import type { ConditionCode } from '../condition-kinds.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../milliseconds.ts';

/**
 * The limits by which a miner is judged that no setting changes; those that an operator may change
 * are in farm-limits.ts. Rows, sorting, CSV, queries, totals, conditions, metrics and the tray use
 * the same ones. The functions that use them are next to this file. When a condition becomes an
 * incident, and below which hash rate, is set by the alert rules
 * (src-main/alerts/rules/built-in-miner-rules.ts), which an operator may change.
 */

/** A reading is old after this many intervals of its loop. */
const STALE_AFTER_INTERVALS = 3;

/**
 * The age from which a reading is old, in milliseconds, if there should be one each `intervalMs`.
 */
export function staleAfterMs(intervalMs: number): number {
  return STALE_AFTER_INTERVALS * intervalMs;
}

/**
 * How long a condition must last, reading after reading, before it counts; 0 for those not listed.
 * Those that are recognised by a trend have their time below, as part of their meaning.
 */
export const HOLD_MS: Readonly<Partial<Record<ConditionCode, number>>> = {
  // The mining process restarts within seconds, without figures during that time.
  figures_missing: 60_000,
  // The preset switcher lowers the preset in a hot hour and raises it again.
  preset_fell: 600_000,
};

/**
 * How many readings of its boards in a row must fail before they count as not read. Each attempt
 * comes later than the one before: with a higher number, known board data would be old by then.
 */
export const FAILURES_BEFORE_UNREAD = 2;

/**
 * A miner takes about 160 s from its start to its full rate. Its figures are judged after this much
 * mining.
 */
export const WARM_UP_MS = 180_000;

/**
 * A start takes minutes, including three attempts; a search for chip frequencies takes hours. What
 * takes longer does not end by itself.
 */
export const STUCK_STARTING_MS = 1_800_000;
export const STUCK_TUNING_MS = 43_200_000;
/**
 * A miner hashes while it tunes, at up to its full rate. One without any hash rate for this long
 * will hardly begin: a start to the full rate takes 160 s, three attempts eight minutes. On a
 * public farm a unit with a preset that was too high stayed at 0 for 44 minutes, drawing the full
 * 2700 W, while others tuned at 95 to 102 TH/s (fagdiaz/miner-alerts, PROP-013). The firmware
 * restarts miners that hash too little, but not while they tune (docs.hashcore.com, Advanced).
 */
export const TUNING_WITHOUT_HASHRATE_MS = 900_000;
/** After a gap this long between readings, hold times begin again. */
export const TREND_GAP_MS = 600_000;

/**
 * So many starts in an hour are not normal operation. One within `orderedMs` of a job does not count:
 * the operator knows of it.
 */
export const RESTARTS = { least: 3, withinMs: HOUR_MS, orderedMs: HOUR_MS / 6, presetMs: 120_000 } as const;

/**
 * Fans at full speed with chips near the limit of hot for this long have no reserve left. That ends
 * this much below the limits, which are settings: the fans follow the temperature.
 */
export const COOLING_RESERVE = { afterMs: 300_000, easePercent: 5, easeC: 3 } as const;

/**
 * A preset is what a miner usually runs once it has run it for `leastMs` longer than all others, of
 * which each hour counts as `othersCount`; more than `mostMs` do not count, so that a higher one takes
 * over within days.
 */
export const PRESET_BASELINE = { leastMs: 24 * HOUR_MS, mostMs: 48 * HOUR_MS, othersCount: 12 } as const;

/**
 * A fall from a preset that was run for `steadyMs` is said before a baseline is known. If the preset
 * switcher may have done it, it is a warning after `switcherMs`, or at once if this part of the hash
 * rate is lost; on a miner that came back from a fall by itself before, only after `habitMs`.
 */
export const SEEN_PRESET_FALL = {
  steadyMs: HOUR_MS / 6,
  switcherMs: 3 * HOUR_MS,
  largeShare: 0.15,
  habitMs: 24 * HOUR_MS,
} as const;

/** A miner that hashes gets a share accepted every few seconds to minutes. */
export const NO_SHARES_MS = 600_000;

/** A changed preset is proven by at least this share of the hash rate that is expected of it. */
export const PROVEN_HASHRATE_SHARE = 0.9;
/** A changed preset or throttle is proven by a power that differs by at most this share of it. */
export const PROVEN_POWER_SHARE = 0.1;

/**
 * A miner that stopped because of heat is not started before its hottest chip is cooler than this:
 * otherwise it would stop again.
 */
export const COOLED_CHIP_C = 60;

/**
 * A chip this much above the limit of hot, which is a setting, may be damaged soon: the firmware
 * stops most miners by itself near there.
 */
export const DANGER_ABOVE_HOT_C = 10;

/**
 * Figures without any change for this long, over at least this many readings, are not measured any
 * more.
 */
export const FROZEN_AFTER_MS = 600_000;
export const FROZEN_LEAST_READINGS = 3;

/** No miner can hash with fewer watts: such a figure is not a measurement. */
export const LEAST_HASHING_POWER_W = 50;

/**
 * Values outside are no efficiency: the miner has just begun to hash, for example, or shows no
 * power.
 */
export const PLAUSIBLE_SHA256D_J_PER_TH = { least: 1, most: 1000 } as const;
/** On scrypt a terahash is more than a thousand times as much work: an L9 is near 200,000. */
export const PLAUSIBLE_OTHER_J_PER_TH = { least: 1, most: 1e9 } as const;

/**
 * Rejected shares are judged over a window of at least `leastShares`. The next window begins after
 * `enoughShares`, or after `lapseMs` with the first that are enough. A result holds for `lapseMs`,
 * and then as long as the few shares since are rejected as well.
 */
export const REJECTED_SHARES = {
  leastShares: 50,
  enoughShares: 100,
  leastRejected: 10,
  lapseMs: HOUR_MS / 2,
} as const;

/**
 * The rate of rejected shares as a figure: over so many shares that a few do not make it jump. The
 * next window begins after `enoughShares` or `lapseMs`, and counts once it has `leastShares`.
 */
export const REJECTED_RATE = { ...REJECTED_SHARES, enoughShares: 1000, lapseMs: HOUR_MS } as const;

/** Fewer miners than this do not show which pools are the farm's own. */
export const OWN_POOLS_MINERS = 10;
/** A pool or account is the farm's own if at least this share of the miners is set to it. */
export const OWN_POOL_SHARE = 0.1;
/** In a small farm one miner alone has that share: that does not make a pool the farm's own. */
export const OWN_POOL_LEAST = 2;
/**
 * Own pools that a miner has for so long are those to put back later. Others that come instead, and
 * that no job has set, replace them only after a day: a thief who takes many miners at once has pools
 * that look like the farm's own.
 */
export const POOLS_BEFORE_MS = { first: 5 * MINUTE_MS, others: DAY_MS } as const;
/** For how long a reading counts for the pools of a miner. */
export const OWN_POOLS_READ_MS = HOUR_MS;
/** This share of miners must be set to own pools, or the farm has too many to name its own. */
export const OWN_POOLS_MAJORITY = 0.9;
