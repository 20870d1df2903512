import type { AnnouncementEvent, IncidentRow, StoredMember } from '../../../store/store.ts';
import type { IncidentInMemory } from '../incident-in-memory.ts';
import type { LimitedMessage } from './cause-rate-limit.ts';

/** A message about an incident as it is now, for the limit of its cause. */
export function limitedMessage(incident: IncidentInMemory, event: AnnouncementEvent): LimitedMessage {
  return { event, row: incident.row, criticalRules: criticalRules(incident.present()) };
}

/**
 * What is known to be sent about a stored incident: its beginning, and the last message if that was
 * another one. The last one said nothing of what is still to be sent.
 */
export function sentMessages({ incident: row, members }: IncidentRow): { at: number; message: LimitedMessage }[] {
  const { owed_event, notified_at, opened_at, resolved_at } = row;
  if (notified_at === null) return [];
  const rules = owed_event === null ? criticalRules(members) : [];
  const isEnd = owed_event === null && resolved_at !== null;
  const last = {
    at: notified_at,
    message: { event: isEnd ? 'resolved' : 'changed', row, criticalRules: rules } as const,
  };
  // Its end is sent only where its beginning was.
  return isEnd ? [{ at: opened_at, message: { event: 'opened', row, criticalRules: rules } }, last] : [last];
}

function criticalRules(members: readonly StoredMember[]): readonly string[] {
  return [...new Set(members.flatMap(({ severity, rule_id }) => (severity === 'critical' ? [rule_id] : [])))];
}
