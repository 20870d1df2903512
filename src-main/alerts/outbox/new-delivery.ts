import { uuidV7 } from '../../runtime/uuid-v7.ts';
import type { StoredDelivery } from '../../store/store.ts';

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
