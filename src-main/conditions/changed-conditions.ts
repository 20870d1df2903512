import type { Condition } from '../../src-shared/model/index.ts';
import { type ConditionSet, open, type Sinces } from './condition-set.ts';
import type { MinerFacts } from './facts.ts';
import { conditionKey } from './found-condition.ts';
import { findReachConditions } from './reach-conditions.ts';

/** What began and what ended. */
export interface ChangedConditions {
  readonly began: readonly Condition[];
  /** As they were last. */
  readonly ended: readonly Condition[];
}

/**
 * All that is wrong with a miner and has not been seen to be over: unlike `conditionsOf` also what
 * cannot be judged while it is offline, not polled, starts or has stopped, so that a restart ends
 * nothing. Nothing about its work of a miner that is not managed.
 */
export function openConditions(miner: MinerFacts): readonly Condition[] {
  const reach = findReachConditions(miner);
  if (!miner.stored.managed) return reach;
  const { statusConditions, boardConditions } = miner;
  if (isEmpty(statusConditions) && isEmpty(boardConditions)) return reach;
  const read = [boardConditions, statusConditions].flatMap((set) => (set === null ? [] : open(set)));
  // What both readings show is one.
  return [...reach, ...new Map(read.map((condition) => [conditionKey(condition), condition])).values()];
}

/**
 * Compares two lists of `openConditions` of one miner; null where nothing began or ended. Other
 * words, figures or chips of what is wrong at the same place are no change. What was there at the
 * first check already has not begun, nor has what was there before the program started (`sinces`).
 */
export function changedConditions(
  before: readonly Condition[],
  after: readonly Condition[],
  sinces: Sinces | null,
): ChangedConditions | null {
  if (before.length === 0 && after.length === 0) return null;
  const keysBefore = new Set(before.map(conditionKey));
  const keysAfter = new Set(after.map(conditionKey));
  const began = after.filter((condition) => {
    const [key, since] = [conditionKey(condition), condition.since_at];
    return since !== null && !keysBefore.has(key) && sinces?.[key] !== since;
  });
  const ended = before.filter((condition) => !keysAfter.has(conditionKey(condition)));
  return began.length === 0 && ended.length === 0 ? null : { began, ended };
}

function isEmpty(set: ConditionSet | null): boolean {
  return set === null || (set.current.length === 0 && set.paused.length === 0);
}
