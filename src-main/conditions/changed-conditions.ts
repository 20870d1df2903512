import type { Condition } from '../../src-shared/model/index.ts';
import { type ConditionSet, open, type Sinces } from './condition-set.ts';
import type { MinerFacts } from './facts.ts';
import { conditionKey } from './found-condition.ts';
import { findOfflineConditions } from './offline-conditions.ts';

/** The conditions that began and ended. */
export interface ChangedConditions {
  readonly began: readonly Condition[];
  /** In their last state. */
  readonly ended: readonly Condition[];
}

/**
 * All conditions of a miner that have not been seen to end. Unlike `conditionsOf` it includes those
 * that cannot be judged while the miner is offline, not polled, starting or stopped, so that a
 * restart ends none. A miner that is not managed has only conditions of its reachability.
 */
export function openConditions(miner: MinerFacts): readonly Condition[] {
  const reach = findOfflineConditions(miner);
  if (!miner.stored.managed) return reach;
  const { statusConditions, boardConditions } = miner;
  if (isEmpty(statusConditions) && isEmpty(boardConditions)) return reach;
  const read = [boardConditions, statusConditions].flatMap((set) => (set === null ? [] : open(set)));
  // A condition in both readings counts once.
  return [...reach, ...new Map(read.map((condition) => [conditionKey(condition), condition])).values()];
}

/**
 * Compares two lists of `openConditions` of one miner; null if nothing began or ended. Another
 * message, value or chip of a condition at the same place is not a change. A condition that was
 * there at the first check, or before the program started (`sinces`), has not begun.
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
