import { phaseOf, type StatePhase } from '../../../src-shared/judging/firmware-state.ts';

export type StateGroup = 'hashing' | 'stopped' | 'busy' | 'failure' | 'unknown';

/** A miner that tunes hashes; one that starts or stops can be given nothing to do. */
const GROUPS: Readonly<Record<StatePhase, StateGroup>> = {
  hashing: 'hashing',
  tuning: 'hashing',
  starting: 'busy',
  stopping: 'busy',
  stopped: 'stopped',
  failure: 'failure',
  unknown: 'unknown',
};

/** What a state of the firmware means for acting. */
export function stateGroup(state: string | null): StateGroup {
  return GROUPS[phaseOf(state)];
}
