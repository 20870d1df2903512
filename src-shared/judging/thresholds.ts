import { HOUR_MS } from '../durations.ts';
import type { ConditionCode } from './conditions.ts';

/**
 * Every number by which a miner is judged, in one home: rows, sorting, CSV, queries, totals,
 * conditions, metrics and the tray use the same ones. The functions that use them stand beside
 * this file. When a condition becomes an incident, and how low a hash rate is one, is up to the
 * rules of alerts (src-main/alerts/rules/miner-rules.ts), which an operator may change.
 */

/** A reading is old after this many intervals of its loop. */
const STALE_AFTER_INTERVALS = 3;

/**
 * From what age on a reading is old, in milliseconds, where there should be one each `intervalMs`.
 */
export function staleAfterMs(intervalMs: number): number {
  return STALE_AFTER_INTERVALS * intervalMs;
}

/**
 * How long a condition must be there, reading after reading, before it counts; 0 for those that are
 * not named. Those that are recognised by a course of readings have their time below: it is part of
 * what they mean.
 */
export const HOLD_MS: Readonly<Partial<Record<ConditionCode, number>>> = {
  // The mining process starts again within seconds, and has no figures meanwhile.
  figures_missing: 60_000,
  // The preset switcher goes down on a hot hour and up again.
  preset_fell: 600_000,
};

/**
 * How many polls in a row must fail before a miner counts as not answering. Offline has no limit
 * here: a scan decides it (src-main/discovery/decide-offline.ts).
 */
export const FAILURES_BEFORE_NOT_ANSWERING = 3;
/**
 * How many readings of its boards in a row must fail before they count as not read. Each further
 * attempt comes later: with a higher number, what is known about a board would be old by then.
 */
export const FAILURES_BEFORE_UNREAD = 2;

/**
 * A miner takes about 160 s from its start to its full rate: its figures are
 * judged after this much mining.
 */
export const WARM_UP_MS = 180_000;

/**
 * A start takes minutes, three tries of it included; a search for chip frequencies hours. What
 * takes longer does not end by itself.
 */
export const STUCK_STARTING_MS = 1_800_000;
export const STUCK_TUNING_MS = 43_200_000;
/**
 * A miner hashes while it tunes, at up to its full rate. One that hashed nothing for so long will
 * hardly begin: a start takes 160 s to its full rate, three tries of it eight minutes. Of one public
 * farm a unit stood so at a preset that was too high for it, for 44 minutes and with the full 2700 W,
 * while others tuned at 95 to 102 TH/s (fagdiaz/miner-alerts, PROP-013). That the firmware restarts
 * miners that hash too little does not help: while they tune it does not (docs.hashcore.com,
 * Advanced).
 */
export const TUNING_WITHOUT_HASHRATE_MS = 900_000;
/** Readings that lie further apart say nothing of what was between them: what must hold begins again. */
export const TREND_GAP_MS = 600_000;

/** More starts than these in an hour are no operation. */
export const RESTARTS = { most: 3, withinMs: HOUR_MS } as const;

/** A miner that hashes gets a share accepted every few seconds to minutes. */
export const NO_SHARES_MS = 600_000;

/** Below this share of what is expected of it a miner or a board hashes too little. */
export const LOW_HASHRATE_SHARE = 0.9;

/** Below this share of the median of its siblings a board or a chip stands out. */
export const FAR_BELOW_SHARE = 0.7;

/** From here on the hottest chip of a miner is too hot. */
export const HOT_CHIP_C = 90;

/**
 * A miner that stopped because of its heat is not started before its hottest chip is cooler than
 * that: a start at once would end as the last one did.
 */
export const COOLED_CHIP_C = 60;

/** A chip that is so much warmer than the middle one of its board stands out. */
export const HOT_ABOVE_BOARD_C = 15;

/**
 * Figures that do not change at all for so long, over at least so many readings, are no measurement
 * any more.
 */
export const FROZEN_AFTER_MS = 600_000;
export const FROZEN_LEAST_READINGS = 3;

/** Fewer watts than these cannot hash: such a figure is not a measurement. */
export const LEAST_HASHING_POWER_W = 50;

/**
 * What is outside says nothing about how efficient a miner is, such as one that has just begun to
 * hash, or shows no power.
 */
export const PLAUSIBLE_SHA256D_J_PER_TH = { least: 1, most: 1000 } as const;
/** A terahash is a thousand times as much work on scrypt, and more: an L9 is near 200,000. */
export const PLAUSIBLE_OTHER_J_PER_TH = { least: 1, most: 1e9 } as const;

/**
 * Rejected shares are judged over a window of at least `leastShares`; the next window begins after
 * `enoughShares`, or with the first that are enough after `lapseMs`. What was judged is so for
 * `lapseMs`, and then for as long as the few shares since then are rejected as well.
 */
export const REJECTED_SHARES = {
  leastShares: 50,
  enoughShares: 100,
  leastRejected: 10,
  share: 0.1,
  lapseMs: HOUR_MS / 2,
} as const;

/**
 * The share of rejected shares, as a figure: of so many that a few do not make it jump. The next
 * window begins after `enoughShares` or `lapseMs`, and counts once it has `leastShares`.
 */
export const REJECTED_RATE = { ...REJECTED_SHARES, enoughShares: 1000, lapseMs: HOUR_MS } as const;

/** Fewer miners than these do not say which pools are the farm's own. */
export const OWN_POOLS_MINERS = 10;
/** A pool, or an account there, to which at least such a share of them is set is the farm's own. */
export const OWN_POOL_SHARE = 0.1;
/** Of few miners a single one has that share: it does not make a pool the farm's own. */
export const OWN_POOL_LEAST = 2;
/** A reading says for so long how a miner is set. */
export const OWN_POOLS_READ_MS = HOUR_MS;
/** Such a share of them has to be set to one of these, or the farm has too many to name its own. */
export const OWN_POOLS_MAJORITY = 0.9;
