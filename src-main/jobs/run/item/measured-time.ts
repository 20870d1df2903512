import type { Verdict } from '../../../../src-shared/model/index.ts';
import type { Goal } from '../../goal/goal.ts';
import { actedState, type Observed } from '../../goal/known-miner.ts';
import { stateGroup } from '../../goal/state-group.ts';
import type { Measured } from '../../job-dependencies.ts';

interface Followed {
  readonly goal: Goal;
  readonly base: Observed | null;
  /** From the first request until it was in force. */
  readonly seconds: number;
  /** Whether a setting needed a restart. */
  readonly restarted: boolean;
  readonly verdict: Verdict;
  readonly now: Observed;
}

/**
 * How long a proven change took, or a restart or reboot of a miner that hashed before; null if it
 * does not count.
 */
export function measuredOf({ goal, base, seconds, restarted, verdict, now }: Followed): Measured | null {
  const after = actedState(now);
  if (goal.kind === 'restart' || goal.kind === 'reboot') {
    const hashed = base !== null && stateGroup(base.state) === 'hashing';
    return hashed && verdict === 'in_force' ? { how: goal.kind, seconds, after } : null;
  }
  // One that its switcher took on from there shows the figures of another preset.
  const isOrdered = goal.kind !== 'preset' || now.preset === goal.preset;
  return verdict === 'proven' && isOrdered ? { how: restarted ? 'restart' : 'live', seconds, after } : null;
}
