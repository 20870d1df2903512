import { climbedBackTo, isAtPreset } from '../../goal/climbed-back.ts';
import type { Goal } from '../../goal/goal.ts';
import type { Observed } from '../../goal/known-miner.ts';
import { areSameSlots } from '../../goal/pool-addresses.ts';
import { stateGroup } from '../../goal/state-group.ts';
import { END_WORDS } from '../../words/end-words.ts';
import { type End, end } from '../run-env.ts';

/** The end of a miner on which the change was in force and no longer is; null if it still is. */
export function lostAgain(goal: Goal, now: Observed, base: Observed | null): End | null {
  const group = stateGroup(now.state);
  if (group === 'failure') return end('failed', 'failure', END_WORDS.failsNow);
  switch (goal.kind) {
    case 'preset':
      return lostPreset(goal, now, base);
    case 'throttle': {
      const { throttled_percent: percent } = now;
      if (group !== 'hashing' || percent === null || percent === goal.percent) return null;
      return end('failed', 'moved_away', END_WORDS.percentMoved(percent));
    }
    case 'pools': {
      const slots = now.stored?.pools ?? null;
      if (goal.slots === null || slots === null || areSameSlots(goal.slots, slots)) return null;
      return end('failed', 'moved_away', END_WORDS.poolsMoved);
    }
    default:
      return null;
  }
}

function lostPreset(goal: Extract<Goal, { kind: 'preset' }>, now: Observed, base: Observed | null): End | null {
  if (now.preset !== null && !isAtPreset(goal, now, base)) {
    return climbedBackTo(goal, now, base) !== null
      ? end('stored', 'climbed_back', END_WORDS.climbedBack(now.preset))
      : end('stored', 'moved_away', END_WORDS.presetMoved(now.preset));
  }
  const [before, after] = [base?.boards_failed ?? 0, now.boards_failed ?? 0];
  if (after <= before) return null;
  const failed = (now.failed_boards ?? []).filter((board) => base?.failed_boards?.includes(board) !== true);
  const rates = [base?.hashrate_hs ?? null, now.hashrate_hs] as const;
  return end('failed', 'board_failed', END_WORDS.boardsFailed(after - before, failed, rates));
}
