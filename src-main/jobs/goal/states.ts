/** States in which a miner hashes. */
const HASHING: ReadonlySet<string> = new Set(['mining', 'auto-tuning', 'tuning', 'running']);
/**
 * States in which it was switched off on purpose: what follows a pause is `paused` or `stopped`, by
 * firmware.
 */
const DOWN: ReadonlySet<string> = new Set(['stopped', 'paused', 'sleep']);
const BUSY: ReadonlySet<string> = new Set(['initializing', 'starting', 'restarting', 'shutting-down']);

export type StateGroup = 'hashing' | 'down' | 'busy' | 'failure' | 'unknown';

/** What a state of the firmware means for acting; a word that nobody knows is unknown. */
export function stateGroup(state: string | null): StateGroup {
  if (state === null) return 'unknown';
  if (HASHING.has(state)) return 'hashing';
  if (DOWN.has(state)) return 'down';
  if (BUSY.has(state)) return 'busy';
  return state === 'failure' ? 'failure' : 'unknown';
}
