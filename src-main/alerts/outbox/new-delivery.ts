import type { Incident } from '../../../src-shared/model/index.ts';
import { uuidV7 } from '../../runtime/uuid-v7.ts';
import type { StoredDelivery } from '../../store/store.ts';
import type { Announcement } from '../announcement.ts';

/** A pending message, to which the caller adds the content. */
export function newDelivery(channelId: string, event: StoredDelivery['event'], at: number): StoredDelivery {
  return {
    delivery_id: uuidV7(),
    channel_id: channelId,
    incident_id: null,
    event,
    event_at: at,
    severity: 'info',
    content: null,
    state: 'waiting',
    attempts: 0,
    unclear: 0,
    transmitting_at: null,
    sent_at: null,
    error: null,
    ref: null,
    digest_id: null,
  };
}

/** The pending message of an announcement. */
export function deliveryOf({ event, incident, at }: Announcement, channelId: string): StoredDelivery {
  const { incident_id, severity } = incident;
  const content: Incident = { ...incident, deliveries: [] };
  return { ...newDelivery(channelId, event, at), incident_id, severity, content };
}
