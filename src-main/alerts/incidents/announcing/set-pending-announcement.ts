import type { AnnouncementEvent } from '../../../store/store.ts';
import type { IncidentInMemory } from '../incident-in-memory.ts';

/**
 * Sets the next announcement of an incident. If it was never announced, its end is not either.
 * `opened` stays until it is sent or the incident ends.
 */
export function setPendingAnnouncement(incident: IncidentInMemory, event: AnnouncementEvent, nowMs: number): void {
  const { owed_event: owed, notified_at } = incident.row;
  if (event === 'resolved' && notified_at === null) {
    // The beginning could not be announced in time; the list shows the incident.
    incident.change({ owed_event: null, owed_at: null });
    return;
  }
  if (owed === 'opened' && event !== 'opened' && event !== 'resolved') return;
  incident.change({ owed_event: event, owed_at: nowMs });
}
