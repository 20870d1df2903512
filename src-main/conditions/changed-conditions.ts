import type { Condition } from '../../src-shared/model/index.ts';
import { conditionKey } from './found-condition.ts';

/** What began and what ended between two lists of the conditions of one miner. */
export interface ChangedConditions {
  readonly began: readonly Condition[];
  /** As they were last. They are healed, or nobody knows any more, because the miner is offline, not polled, starts or has stopped. */
  readonly ended: readonly Condition[];
}

/**
 * Compares two lists of `conditionsOf`; null where nothing began or ended. Other words, figures or chips of what is wrong at the same place
 * are no change.
 */
export function changedConditions(before: readonly Condition[], after: readonly Condition[]): ChangedConditions | null {
  if (before.length === 0 && after.length === 0) return null;
  const [keysBefore, keysAfter] = [before, after].map((conditions) => new Set(conditions.map(conditionKey))) as [
    Set<string>,
    Set<string>,
  ];
  const began = after.filter((condition) => !keysBefore.has(conditionKey(condition)));
  const ended = before.filter((condition) => !keysAfter.has(conditionKey(condition)));
  return began.length === 0 && ended.length === 0 ? null : { began, ended };
}
