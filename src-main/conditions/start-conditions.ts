import { NO_SHARES_MS, RESTARTS, STUCK_STARTING_MS, STUCK_TUNING_MS } from '../../src-shared/rules/thresholds.ts';
import { since } from '../../src-shared/since.ts';
import { type FoundCondition, foundCondition } from './found-condition.ts';
import type { ReadingCourse } from './reading-course.ts';

/**
 * What no start explains, because it is the start: one that does not end, and one after the other.
 */
export function startsOf(
  { changing, restarts, restartedOftenUntilAt }: ReadingCourse,
  now: number,
  description: string | null,
): FoundCondition[] {
  const found: FoundCondition[] = [];
  const limitMs = changing?.what === 'tuning' ? STUCK_TUNING_MS : STUCK_STARTING_MS;
  if (changing !== null && now - changing.sinceAt >= limitMs) {
    const what = changing.what === 'tuning' ? 'Still tuning' : 'Still starting';
    // The firmware often says what it stumbles over: `Restarting (2 of 3) - Chain break detected`.
    const why = description === null ? '' : `: ${description}`;
    const message = `${what} ${since(changing.sinceAt, now)}${why}`;
    found.push(foundCondition('start_stuck', message, { beganAt: changing.sinceAt }));
  }
  if (restarts.length > RESTARTS.most) {
    const message = `Restarted ${restarts.length} times within an hour`;
    found.push(foundCondition('restarting_often', message, { value: restarts.length, unit: 'restarts' }));
  } else if (restartedOftenUntilAt !== null && now < restartedOftenUntilAt) {
    found.push(foundCondition('restarting_often', `Restarted more than ${RESTARTS.most} times within an hour`));
  }
  return found;
}

/** A miner that hashes, of whose work nothing is accepted. */
export function withoutShares({ accepted }: ReadingCourse, now: number): FoundCondition[] {
  if (accepted === null || now - accepted.sinceAt < NO_SHARES_MS) return [];
  const message = `No share accepted ${since(accepted.sinceAt, now)}`;
  return [foundCondition('no_shares', message, { beganAt: accepted.sinceAt })];
}
