import type { ActedState } from '../../../src-shared/model/index.ts';
import { SKIP_WORDS } from '../words/skip-words.ts';
import type { Goal } from './goal.ts';

/** The goal for a miner, and the state that it leads to. */
interface Aim {
  readonly goal: Goal | null;
  readonly expect: Pick<ActedState, 'preset' | 'pools'> | null;
}

/**
 * How what would be sent to a miner now differs from its preview, in words; null if it does not, or
 * its preview did not know.
 */
export function changedGoal(previewed: Aim, now: Aim): string | null {
  const [was, is] = [previewed.expect, now.expect];
  if (was === null || is === null) return null;
  if (now.goal?.kind === 'preset' && was.preset !== is.preset) {
    return SKIP_WORDS.otherPreset(was.preset, is.preset);
  }
  return changedSwitcher(previewed.goal, now.goal) ?? changedWorker(was.pools, is.pools);
}

/** A switcher that was switched on, or got another top, would get a top that no preview showed. */
function changedSwitcher(was: Goal | null, is: Goal | null): string | null {
  const [before, now] = [was, is].map((goal) => (goal?.kind === 'preset' ? (goal.switcher ?? null) : null));
  if (before == null || now == null) return null;
  if (before.enabled !== now.enabled) return SKIP_WORDS.switcherSwitched(now.enabled);
  return now.enabled && before.top !== now.top ? SKIP_WORDS.switcherMoved(before.top, now.top) : null;
}

/** Placeholders of a worker name have another value: the miner was renamed, or has other tags. */
function changedWorker(was: ActedState['pools'], is: ActedState['pools']): string | null {
  const index = (was ?? []).findIndex(({ user }, at) => !user.includes('{') && is?.[at] && is[at].user !== user);
  return index < 0 ? null : SKIP_WORDS.otherWorker(was?.[index]?.user ?? '', is?.[index]?.user ?? '');
}
