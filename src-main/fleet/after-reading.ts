import { isMeantToHash } from '../../src-shared/rules/hashing-state.ts';
import { isAnyTurning } from '../../src-shared/rules/lost-fans.ts';
import { type ConditionSet, observe, pause, sincesOf, suspend } from '../conditions/condition-set.ts';
import { followCourse, isSettled } from '../conditions/reading-course.ts';
import { findStatusConditions, isJudged } from '../conditions/status-conditions.ts';
import type { StoredModel } from '../store/store.ts';
import type { BoardsReading } from './boards-reading.ts';
import type { Entry, LiveStatus } from './entry.ts';
import { statusFacts } from './status-facts.ts';

/**
 * A miner as it comes from the database: judged by its latest status, as nothing newer is known.
 */
export function afterLoad(entry: Entry, model: StoredModel | null, telemetryMs: number): Entry {
  const { latest } = entry;
  if (latest === null) return entry;
  return { ...entry, statusConditions: statusConditions({ ...entry, latest }, model, telemetryMs) };
}

/** A miner after one more status, judged. */
export function afterStatus(entry: Entry, latest: LiveStatus, model: StoredModel | null, telemetryMs: number): Entry {
  const course = followCourse(entry.course, entry.latest, latest, entry.stored.conditions_since);
  const now = latest.recorded_at;
  const fansTurned = entry.stored.fans_turned || isAnyTurning(latest.fans);
  const next = { ...entry, latest, course, stored: { ...entry.stored, last_seen_at: now, fans_turned: fansTurned } };
  return withSinces({
    ...next,
    statusConditions: statusConditions(next, model, telemetryMs),
    boardConditions: isMeantToHash(latest.figures.state) ? entry.boardConditions : pause(entry.boardConditions),
  });
}

/** With what is kept of its conditions, so that a restart does not forget since when they are. */
function withSinces(entry: Entry): Entry {
  const { stored, statusConditions: status, boardConditions: boards } = entry;
  const conditions_since = sincesOf([status, boards], stored.conditions_since);
  return conditions_since === stored.conditions_since ? entry : { ...entry, stored: { ...stored, conditions_since } };
}

function statusConditions(
  entry: Entry & { readonly latest: LiveStatus },
  model: StoredModel | null,
  telemetryMs: number,
): ConditionSet | null {
  const facts = statusFacts(entry, model, telemetryMs);
  const found = findStatusConditions(facts);
  const now = entry.latest.recorded_at;
  const before = entry.statusConditions;
  const sinces = entry.stored.conditions_since ?? {};
  return isJudged(facts) ? observe(before, found, now, sinces) : suspend(before, found, now, sinces);
}

/** A miner whose model has another max preset now: its latest status is judged again. */
export function afterMaxPreset(entry: Entry, model: StoredModel | null, telemetryMs: number): Entry {
  return entry.stored.ip === null ? entry : afterLoad(entry, model, telemetryMs);
}

/**
 * A miner after one more reading of its boards. What is wrong in it counts once the miner has been
 * mining for a while.
 */
export function afterBoards(entry: Entry, { chains, found }: BoardsReading, now: number): Entry {
  const { latest, course, boardConditions: before } = entry;
  const counts = latest !== null && isSettled(course, latest);
  return withSinces({
    ...entry,
    boardConditions: counts
      ? observe(before, found, now, entry.stored.conditions_since ?? {})
      : suspend(before, [], now),
    boardsPoll: { lastReadAt: now, shown: chains.map(({ chain_id }) => chain_id), failure: null },
  });
}

/** A miner whose boards could not be read. */
export function afterUnreadBoards(entry: Entry, message: string, missing: boolean, now: number): Entry {
  const failure = { sinceAt: entry.boardsPoll.failure?.sinceAt ?? now, message, missing };
  return { ...entry, boardsPoll: { ...entry.boardsPoll, failure } };
}
