import type { AnnouncementEvent } from '../../store/store.ts';
import type { OpenIncident } from './open-incident.ts';

/**
 * What is to be said of an incident, after what happened now. Of one that was never said its end is
 * not said either, and what is not said yet stays its beginning.
 */
export function owe(incident: OpenIncident, event: AnnouncementEvent, nowMs: number): void {
  const { owed_event: owed, notified_at } = incident.row;
  if (event === 'resolved' && notified_at === null) {
    // A beginning that could not be said in time: the whole is in the list.
    incident.change({ owed_event: null, owed_at: null });
    return;
  }
  if (owed === 'opened' && event !== 'opened' && event !== 'resolved') return;
  incident.change({ owed_event: event, owed_at: nowMs });
}
