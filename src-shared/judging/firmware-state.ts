import type { ConditionCode } from './conditions.ts';

/**
 * What a state of the firmware means, whoever asks: conditions, alerts, jobs and screens.
 *
 * - `starting`: on the way to hashing, for minutes
 * - `hashing`: it mines
 * - `tuning`: looks for the frequencies of its chips, for hours, and hashes meanwhile
 * - `stopping`: on the way to `stopped`
 * - `stopped`: does not mine, on request: what follows a pause is `paused` or `stopped`, by
 *   firmware. A miner that stopped itself reports the same, with a reason
 * - `failure`: says itself that it can't mine
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

/** The states that firmware is known to report; what a miner says may be any text. */
export const FIRMWARE_STATES: readonly string[] = Object.keys(PHASES);

export type StatePhase = (typeof PHASES)[keyof typeof PHASES] | 'unknown';

/** A word that is not listed is unknown, as is no word. */
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

/** Whether it mines, for which it need not be done with tuning. */
export function isHashing(state: string | null): boolean {
  return phaseOf(state) === 'hashing' || isTuning(state);
}

/** Whether it does not mine, or will not in a moment, and has not failed. */
export function isAtRest(state: string | null): boolean {
  return phaseOf(state) === 'stopped' || phaseOf(state) === 'stopping';
}

/**
 * Whether low figures are a fault of a board or chip, and not the plan or the whole miner's
 * failure. A miner in an unknown state is taken to be one that should hash.
 */
export function isMeantToHash(state: string | null): boolean {
  return phaseOf(state) === 'hashing' || phaseOf(state) === 'unknown';
}

/**
 * Whether it should hash now, at whatever rate: it is meant to, or tunes.
 */
export function shouldHashNow(state: string | null): boolean {
  return isMeantToHash(state) || isTuning(state);
}

/**
 * These follow from the state of the miner, whatever it is: a reading that does not show them ends
 * them.
 */
export const ALWAYS_JUDGED: ReadonlySet<ConditionCode> = new Set([
  'failure',
  'protective_stop',
  'start_stuck',
  'restarting_often',
  'figures_frozen',
]);

/**
 * What is judged while a miner tunes, for hours: all but its rates and chips, which are the tuner's
 * plan. Whether its figures change at all, its shares are accepted, and it hashes at all
 * (`TUNING_WITHOUT_HASHRATE_MS`), is no matter of a rate.
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
  'shares_rejected',
  'pool_foreign',
  'above_max_preset',
  'preset_fell',
]);
