import {
  NO_SHARES_MS,
  RESTARTS,
  STUCK_STARTING_MS,
  STUCK_TUNING_MS,
  TUNING_WITHOUT_HASHRATE_MS,
} from '../../src-shared/judging/thresholds.ts';
import { minerWords } from './condition-words.ts';
import { type FoundCondition, foundCondition } from './found-condition.ts';
import type { ReadingTrend } from './reading-trend.ts';

/** A start or a tuning that does not end. */
export function stuckStart({ changing }: ReadingTrend, now: number, description: string | null): FoundCondition[] {
  const limitMs = changing?.what === 'tuning' ? STUCK_TUNING_MS : STUCK_STARTING_MS;
  if (changing === null || now - changing.sinceAt < limitMs) return [];
  const message = minerWords.stuckStart(changing.what, changing.sinceAt, now, description);
  return [foundCondition('start_stuck', message, { beganAt: changing.sinceAt })];
}

/** A tuning without any hashing: a tuner plans rates, but never 0. */
export function idleTuning({ tuningIdle }: ReadingTrend, now: number): FoundCondition[] {
  if (tuningIdle === null || now - tuningIdle.sinceAt < TUNING_WITHOUT_HASHRATE_MS) return [];
  const message = minerWords.idleTuning(tuningIdle.sinceAt, now);
  return [foundCondition('miner_zero_hashrate', message, { value: 0, beganAt: tuningIdle.sinceAt })];
}

/** Frequent restarts, whatever the current state of the miner. */
export function manyRestarts({ restarts, restartedOftenUntilAt }: ReadingTrend, now: number): FoundCondition[] {
  if (restarts.length >= RESTARTS.least) {
    const message = minerWords.restarted(restarts.length);
    return [foundCondition('restarting_often', message, { value: restarts.length, unit: 'restarts' })];
  }
  return restartedOftenUntilAt !== null && now < restartedOftenUntilAt
    ? [foundCondition('restarting_often', minerWords.restartedOften)]
    : [];
}

/** A miner that hashes, but has no shares accepted. */
export function withoutShares({ accepted }: ReadingTrend, now: number): FoundCondition[] {
  if (accepted === null || now - accepted.sinceAt < NO_SHARES_MS) return [];
  const message = minerWords.withoutShares(accepted.sinceAt, now);
  return [foundCondition('no_shares', message, { beganAt: accepted.sinceAt })];
}
