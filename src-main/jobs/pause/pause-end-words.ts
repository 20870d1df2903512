import { namedMinersText, nameMiners } from '../../../src-shared/miner/named-miners.ts';
import type { PlanContext } from '../plan/planner.ts';
import { findable } from '../run/record/new-rows.ts';
import { JOB_WORDS } from '../words/job-words.ts';
import type { NotResumed } from './still-paused.ts';
import type { Outcome } from './tried-resume.ts';

/** Why miners are resumed later than their pause was to end. `wanted`: by how many later jobs longer. */
export function waitWords(again: ReadonlyMap<string, Outcome | null>, wanted: number): string {
  const count = (...outcomes: readonly (Outcome | null)[]): number =>
    [...again.values()].filter((outcome) => outcomes.includes(outcome)).length;
  const offline = count('offline');
  const locked = count('locked') + wanted;
  const rest = again.size - offline - count('locked');
  const parts = [
    locked > 0 && JOB_WORDS.waitsForJob(locked),
    offline > 0 && JOB_WORDS.waitsOffline(offline),
    rest > 0 && JOB_WORDS.triedAgain(rest),
  ];
  return parts.filter((part) => part !== false).join(' ');
}

/** Which miners of a pause stay paused, and why. `why`: why the last job ended early. */
export function notResumedWords(
  failed: readonly NotResumed[],
  why: string | null,
  miner: PlanContext['miner'],
): string {
  const known = failed.map(({ id }) => miner(id)).filter((one) => one !== null);
  const first = (failed.find(({ isTried }) => isTried) ?? failed[0])?.why ?? '';
  const which = known.length === 0 ? null : namedMinersText(nameMiners(known.map(findable)), failed.length);
  return JOB_WORDS.notResumed({ miners: failed.length, which, first, why });
}
