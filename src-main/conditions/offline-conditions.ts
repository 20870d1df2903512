import { FAILURES_BEFORE_NOT_ANSWERING } from '../../src-shared/judging/thresholds.ts';
import type { Condition } from '../../src-shared/model/index.ts';
import { minerWords } from './condition-words.ts';
import type { ReachFacts } from './facts.ts';
import { foundCondition } from './found-condition.ts';

/**
 * The conditions by which a miner cannot be found or read. Each has its own beginning, because it
 * is not from a reading.
 */
export function findOfflineConditions(facts: ReachFacts): Condition[] {
  const { stored, conflictIps, conflictSinceAt, keyTrouble, poll } = facts;
  const found: Condition[] = [];
  if (conflictIps.length > 0) {
    found.push(dated('address_conflict', minerWords.duplicateMac([stored.ip, ...conflictIps]), conflictSinceAt));
  }
  if (stored.ip === null) {
    if (stored.managed) found.push(dated('offline', minerWords.offline(stored.last_ip), stored.offline_since_at));
    return found;
  }
  if (keyTrouble !== null) found.push(dated('locked', keyTrouble.message.replace(/\.$/, ''), keyTrouble.sinceAt));
  if (stored.managed && poll.failures >= FAILURES_BEFORE_NOT_ANSWERING) {
    found.push(dated('not_answering', minerWords.notAnswering(poll.lastError), poll.failingSinceAt));
  }
  return found;
}

function dated(code: Condition['code'], message: string, sinceAt: number | null): Condition {
  const { beganAt: _, ...condition } = foundCondition(code, message);
  return { ...condition, since_at: sinceAt, first_seen_at: sinceAt, recorded_at: null };
}
