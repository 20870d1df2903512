import type { ConditionCode } from '../condition-kinds.ts';

/**
 * What a firmware state means, for conditions, alerts, jobs and screens.
 *
 * - `starting`: on the way to hashing, for minutes
 * - `hashing`: mines
 * - `tuning`: searches for chip frequencies, for hours, and hashes meanwhile
 * - `stopping`: on the way to `stopped`
 * - `stopped`: does not mine, on request. After a pause it is `paused` or `stopped`, depending on
 *   the firmware. A miner that stopped itself reports the same, with a reason
 * - `failure`: reports itself that it cannot mine
 */
const PHASES = {
  initializing: 'starting',
  starting: 'starting',
  restarting: 'starting',
  mining: 'hashing',
  running: 'hashing',
  tuning: 'tuning',
  'auto-tuning': 'tuning',
  'shutting-down': 'stopping',
  stopped: 'stopped',
  paused: 'stopped',
  sleep: 'stopped',
  failure: 'failure',
} as const;

/** The states that firmware is known to report. A miner may report any other text. */
export const FIRMWARE_STATES: readonly string[] = Object.keys(PHASES);

export type StatePhase = (typeof PHASES)[keyof typeof PHASES] | 'unknown';

/** The phase of a state; `unknown` for null and for any other text. */
export function phaseOf(state: string | null): StatePhase {
  const phases: Partial<Record<string, StatePhase>> = PHASES;
  return state !== null && Object.hasOwn(phases, state) ? (phases[state] ?? 'unknown') : 'unknown';
}

export function isStarting(state: string | null): boolean {
  return phaseOf(state) === 'starting';
}

export function isTuning(state: string | null): boolean {
  return phaseOf(state) === 'tuning';
}

/** Whether it mines, even while it tunes. */
export function isHashing(state: string | null): boolean {
  return phaseOf(state) === 'hashing' || isTuning(state);
}

/** Whether it does not mine, or is about to stop, without a failure. */
export function isAtRest(state: string | null): boolean {
  return phaseOf(state) === 'stopped' || phaseOf(state) === 'stopping';
}

/**
 * Whether low figures are a fault of a board or chip, and not intended or a failure of the whole
 * miner. A miner in an unknown state is expected to hash.
 */
export function isMeantToHash(state: string | null): boolean {
  return phaseOf(state) === 'hashing' || phaseOf(state) === 'unknown';
}

/** Whether it should hash now, at any rate: while it mines or tunes. */
export function shouldHashNow(state: string | null): boolean {
  return isMeantToHash(state) || isTuning(state);
}

/** Judged in every state of the miner: a reading that does not show them ends them. */
export const ALWAYS_JUDGED: ReadonlySet<ConditionCode> = new Set([
  'failure',
  'protective_stop',
  'start_stuck',
  'restarting_often',
  'figures_frozen',
]);

/**
 * What is judged while a miner tunes, for hours: everything except its rates and chips, which the
 * tuner changes on purpose. Frozen figures, accepted shares and a hash rate of 0
 * (`TUNING_WITHOUT_HASHRATE_MS`) do not depend on a rate.
 */
export const JUDGED_WHILE_TUNING: ReadonlySet<ConditionCode> = new Set([
  ...ALWAYS_JUDGED,
  'pools_down',
  'miner_zero_hashrate',
  'no_shares',
  'board_missing',
  'board_failed',
  'boards_unread',
  'fan_lost',
  'hot',
  'cooling_at_limit',
  'shares_rejected',
  'pool_foreign',
  'above_max_preset',
  'preset_fell',
]);
