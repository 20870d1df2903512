import { climbedBackTo, isAtPreset } from '../goal/climbed-back.ts';
import type { Goal } from '../goal/goal.ts';
import type { Observed } from '../goal/known-miner.ts';
import { areSameSlots } from '../goal/pool-addresses.ts';
import { stateGroup } from '../goal/states.ts';
import { type End, end } from './run-env.ts';

/** The end of a miner on which the change was in force and no longer is; null if it still is. */
export function lostAgain(goal: Goal, now: Observed, base: Observed | null): End | null {
  const group = stateGroup(now.state);
  if (group === 'failure') return end('failed', 'failure', 'it was in force, and reports a failure now');
  switch (goal.kind) {
    case 'preset':
      return lostPreset(goal, now, base);
    case 'throttle': {
      const { throttled_percent: percent } = now;
      if (group !== 'hashing' || percent === null || percent === goal.percent) return null;
      return end('failed', 'moved_away', `it was in force, and is at ${percent} % now`);
    }
    case 'pools': {
      const slots = now.stored?.pools ?? null;
      if (goal.slots === null || slots === null || areSameSlots(goal.slots, slots)) return null;
      return end('failed', 'moved_away', 'it was in force, and other pools are set now');
    }
    default:
      return null;
  }
}

function lostPreset(goal: Extract<Goal, { kind: 'preset' }>, now: Observed, base: Observed | null): End | null {
  if (now.preset !== null && !isAtPreset(goal, now, base)) {
    return climbedBackTo(goal, now, base) !== null
      ? end('stored', 'climbed_back', `it was in force, and its preset switcher climbed back to ${now.preset}`)
      : end('stored', 'moved_away', `it was in force, and moved to preset ${now.preset}`);
  }
  const [before, after] = [base?.boards_failed ?? 0, now.boards_failed ?? 0];
  return after > before
    ? end('failed', 'board_failed', `it is in force, and ${after - before} more of its boards failed`)
    : null;
}
