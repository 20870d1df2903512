import { limitsInForce } from '../../src-shared/judging/farm-limits.ts';
import type { AtItsAddress, Condition } from '../../src-shared/model/index.ts';
import { minerWords } from './condition-words.ts';
import type { ReachFacts } from './facts.ts';
import { foundCondition } from './found-condition.ts';

/**
 * The conditions by which a miner cannot be found or read. Each has its own beginning, because it
 * is not from a reading. `atItsAddress`: the miner at its last address, while it is offline.
 */
export function findOfflineConditions(facts: ReachFacts, atItsAddress: AtItsAddress | null = null): Condition[] {
  const { stored, conflictIps, conflictSinceAt, keyTrouble, poll } = facts;
  const found: Condition[] = [];
  if (conflictIps.length > 0) {
    found.push(dated('address_conflict', minerWords.duplicateMac([stored.ip, ...conflictIps]), conflictSinceAt));
  }
  if (stored.ip === null) {
    if (stored.managed) found.push(dated('offline', offlineWords(atItsAddress), stored.offline_since_at));
    return found;
  }
  if (keyTrouble !== null) found.push(dated('locked', keyTrouble.message.replace(/\.$/, ''), keyTrouble.sinceAt));
  if (stored.managed && poll.failures >= limitsInForce().failed_readings) {
    found.push(dated('not_answering', minerWords.notAnswering(poll.lastError), poll.failingSinceAt));
  }
  return found;
}

function offlineWords(other: AtItsAddress | null): string {
  if (other === null) return minerWords.offline;
  return other.since_at === null ? minerWords.offlineAndMoved(other) : minerWords.offlineAndReplaced(other);
}

function dated(code: Condition['code'], message: string, sinceAt: number | null): Condition {
  const { beganAt: _, ...condition } = foundCondition(code, message);
  return { ...condition, since_at: sinceAt, first_seen_at: sinceAt, recorded_at: null };
}
