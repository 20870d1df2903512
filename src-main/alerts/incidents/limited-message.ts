import type { AnnouncementEvent, IncidentRow, StoredMember } from '../../store/store.ts';
import type { LimitedMessage } from './cause-rate-limit.ts';
import type { OpenIncident } from './open-incident.ts';

/** A message about an incident as it is now, for the limit of its cause. */
export function limitedMessage(incident: OpenIncident, event: AnnouncementEvent): LimitedMessage {
  return { event, row: incident.row, criticalRules: criticalRules(incident.present()) };
}

/** The last message about a stored incident. It said nothing of what is still to be sent. */
export function lastMessage({ incident: row, members }: IncidentRow): LimitedMessage {
  if (row.owed_event !== null) return { event: 'changed', row, criticalRules: [] };
  return { event: row.resolved_at === null ? 'changed' : 'resolved', row, criticalRules: criticalRules(members) };
}

function criticalRules(members: readonly StoredMember[]): readonly string[] {
  return [...new Set(members.flatMap(({ severity, rule_id }) => (severity === 'critical' ? [rule_id] : [])))];
}
