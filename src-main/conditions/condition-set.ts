import type { Condition } from '../../src-shared/model/index.ts';
import type { ConditionCode } from '../../src-shared/rules/conditions.ts';
import { HOLD_MS } from '../../src-shared/rules/thresholds.ts';
import { conditionKey, type FoundCondition } from './found-condition.ts';

/** What one source of readings shows of a miner, and since when. Two sets of the same readings at the same times are equal. */
export interface ConditionSet {
  /** When the latest reading was taken. */
  readonly readAt: number;
  readonly current: readonly Condition[];
  /** When those began that do not count now, by their keys: they are in their hold time, or the miner starts, tunes or has stopped. */
  readonly kept: ReadonlyMap<string, number | null>;
}

/** Takes in a reading by which everything is judged: what was there before keeps its beginning, and what is not found is over. */
export function observe(before: ConditionSet | null, found: readonly FoundCondition[], now: number): ConditionSet {
  return take(before, found, now, new Map());
}

/** These follow from the state of the miner, or from figures that a start does not lower: a reading that does not show them ends them. */
const ALWAYS_JUDGED: ReadonlySet<ConditionCode> = new Set(['failure', 'protective_stop', 'figures_frozen', 'hot']);

/**
 * Takes in a reading by which nothing else can be judged, because low figures are the plan or stand still. What was there is said no more; if
 * the next full reading shows it again it has its beginning still.
 */
export function suspend(
  before: ConditionSet | null,
  found: readonly FoundCondition[],
  now: number,
): ConditionSet | null {
  if (before === null && found.length === 0) return null;
  const kept = beginnings(before);
  for (const condition of before?.current ?? []) {
    if (ALWAYS_JUDGED.has(condition.code)) kept.delete(conditionKey(condition));
  }
  return take(before, found, now, kept);
}

/**
 * `before` is null at the first reading: nobody knows how long what it shows has been there, so that it counts at once with no beginning,
 * unless it must hold for a while.
 */
function take(
  before: ConditionSet | null,
  found: readonly FoundCondition[],
  now: number,
  kept: Map<string, number | null>,
): ConditionSet {
  const began = beginnings(before);
  const current: Condition[] = [];
  for (const { beganAt = null, ...condition } of found) {
    const key = conditionKey(condition);
    const holdMs = HOLD_MS[condition.code] ?? 0;
    const firstSeenAt = began.has(key) ? (began.get(key) ?? null) : before === null && holdMs === 0 ? null : now;
    const sinceAt = began.get(key) ?? beganAt ?? firstSeenAt;
    kept.delete(key);
    if (sinceAt !== null && now - sinceAt < holdMs) kept.set(key, sinceAt);
    else current.push({ ...condition, since_at: sinceAt, recorded_at: now });
  }
  return { readAt: now, current, kept };
}

function beginnings(set: ConditionSet | null): Map<string, number | null> {
  const began = new Map(set?.kept);
  for (const condition of set?.current ?? []) began.set(conditionKey(condition), condition.since_at);
  return began;
}
