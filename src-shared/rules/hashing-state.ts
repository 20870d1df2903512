/** On the way to hashing: minutes, whatever the miner does. */
export const STARTING_STATES: ReadonlySet<string> = new Set(['initializing', 'starting', 'restarting']);
/** Looking for the frequencies of its chips: hours, and it hashes meanwhile. */
export const TUNING_STATES: ReadonlySet<string> = new Set(['auto-tuning', 'tuning']);

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
