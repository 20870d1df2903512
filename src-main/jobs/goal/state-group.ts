import { phaseOf, type StatePhase } from '../../../src-shared/judging/firmware-state.ts';

export type StateGroup = 'hashing' | 'stopped' | 'busy' | 'failure' | 'unknown';

/** A tuning miner hashes. A starting or stopping one accepts no action. */
const GROUPS: Readonly<Record<StatePhase, StateGroup>> = {
  hashing: 'hashing',
  tuning: 'hashing',
  starting: 'busy',
  stopping: 'busy',
  stopped: 'stopped',
  failure: 'failure',
  unknown: 'unknown',
};

/** What a firmware state means for an action. */
export function stateGroup(state: string | null): StateGroup {
  return GROUPS[phaseOf(state)];
}
