import type { ConditionCode } from './conditions.ts';

/** On the way to hashing: minutes, whatever the miner does. */
export const STARTING_STATES: ReadonlySet<string> = new Set(['initializing', 'starting', 'restarting']);
/** Looking for the frequencies of its chips: hours, and it hashes meanwhile. */
const TUNING_STATES: ReadonlySet<string> = new Set(['auto-tuning', 'tuning']);

export function isTuning(state: string | null): boolean {
  return state !== null && TUNING_STATES.has(state);
}

/**
 * States in which low figures are the plan, or the whole miner's failure, and no fault of a board
 * or chip.
 */
const NOT_MEANT_TO_HASH: ReadonlySet<string> = new Set([
  ...STARTING_STATES,
  'shutting-down',
  'stopped',
  'paused',
  'sleep',
  ...TUNING_STATES,
  'failure',
]);

/**
 * Whether a miner in this state is meant to hash, so that silence means something. Of an unknown
 * state that is taken as so.
 */
export function isMeantToHash(state: string | null): boolean {
  return state === null || !NOT_MEANT_TO_HASH.has(state);
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
 * plan.
 */
export const JUDGED_WHILE_TUNING: ReadonlySet<ConditionCode> = new Set([
  ...ALWAYS_JUDGED,
  'pools_down',
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
