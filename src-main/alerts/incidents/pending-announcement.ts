import type { AnnouncementEvent } from '../../store/store.ts';
import type { OpenIncident } from './open-incident.ts';

/**
 * Decides what an incident announces next. One that was never announced gets no end either; until
 * `opened` is sent, it stays `opened`.
 */
export function setPendingAnnouncement(incident: OpenIncident, event: AnnouncementEvent, nowMs: number): void {
  const { owed_event: owed, notified_at } = incident.row;
  if (event === 'resolved' && notified_at === null) {
    // A beginning that could not be said in time: the whole is in the list.
    incident.change({ owed_event: null, owed_at: null });
    return;
  }
  if (owed === 'opened' && event !== 'opened' && event !== 'resolved') return;
  incident.change({ owed_event: event, owed_at: nowMs });
}
