import { isMeantToHash } from '../../src-shared/rules/hashing-state.ts';
import { isAnyTurning } from '../../src-shared/rules/lost-fans.ts';
import { findMinerAnomalies } from '../conditions/miner-anomalies.ts';
import { invalidate, observe } from '../conditions/standing.ts';
import type { StoredModel } from '../store/store.ts';
import type { BoardsReading } from './boards-reading.ts';
import type { Entry, LiveStatus } from './entry.ts';
import { minerFacts } from './miner-facts.ts';
import { followCourse, isSettled } from './reading-course.ts';

/** A miner after one more status, judged. */
export function afterStatus(entry: Entry, latest: LiveStatus, model: StoredModel | null, telemetryMs: number): Entry {
  const course = followCourse(entry.course, entry.latest, latest);
  const now = latest.recorded_at;
  const fansTurned = entry.stored.fans_turned || isAnyTurning(latest.fans);
  const next = { ...entry, latest, course, stored: { ...entry.stored, last_seen_at: now, fans_turned: fansTurned } };
  const found = findMinerAnomalies(minerFacts(next, model, telemetryMs));
  const isJudged = found.length > 0 || isSettled(course, latest);
  return {
    ...next,
    whole: isJudged ? observe(entry.whole, found, now) : invalidate(entry.whole),
    boards: isMeantToHash(latest.figures.state) ? entry.boards : invalidate(entry.boards),
  };
}

/** A miner after one more reading of its boards. What stands out in it counts once the miner has been mining for a while. */
export function afterBoards(entry: Entry, { chains, found }: BoardsReading, now: number): Entry {
  const { latest, course } = entry;
  const counts = latest === null ? false : isSettled(course, latest);
  return {
    ...entry,
    boards: counts ? observe(entry.boards, found, now) : invalidate(entry.boards),
    boardsPoll: { lastReadAt: now, shown: chains.map(({ chain_id }) => chain_id), failure: null },
  };
}

/** A miner whose boards could not be read. */
export function afterUnreadBoards(entry: Entry, message: string, missing: boolean, now: number): Entry {
  const failure = { sinceAt: entry.boardsPoll.failure?.sinceAt ?? now, message, missing };
  return { ...entry, boardsPoll: { ...entry.boardsPoll, failure } };
}
