import { FAILURES_BEFORE_NOT_ANSWERING } from '../../src-shared/judging/thresholds.ts';
import type { Condition } from '../../src-shared/model/index.ts';
import type { ReachFacts } from './facts.ts';
import { foundCondition } from './found-condition.ts';

/**
 * The conditions by which a miner cannot be found or read. Each has its own beginning, because it
 * is not from a reading.
 */
export function findReachConditions(facts: ReachFacts): Condition[] {
  const { stored, conflictIps, conflictSinceAt, keyTrouble, poll } = facts;
  const found: Condition[] = [];
  if (conflictIps.length > 0) {
    const addresses = [stored.ip, ...conflictIps].join(' and ');
    found.push(dated('address_conflict', `Duplicate MAC at ${addresses}`, conflictSinceAt));
  }
  if (stored.ip === null) {
    const message = stored.last_ip === null ? 'Offline' : `Offline, last seen at ${stored.last_ip}`;
    if (stored.managed) found.push(dated('offline', message, stored.offline_since_at));
    return found;
  }
  if (keyTrouble !== null) found.push(dated('locked', keyTrouble.message.replace(/\.$/, ''), keyTrouble.sinceAt));
  if (stored.managed && poll.failures >= FAILURES_BEFORE_NOT_ANSWERING) {
    const message = `Not answering: ${poll.lastError ?? 'no reason known'}`;
    found.push(dated('not_answering', message, poll.failingSinceAt));
  }
  return found;
}

function dated(code: Condition['code'], message: string, sinceAt: number | null): Condition {
  const { beganAt: _, ...condition } = foundCondition(code, message);
  return { ...condition, since_at: sinceAt, first_seen_at: sinceAt, recorded_at: null };
}
