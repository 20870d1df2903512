import type { StoredDelivery } from '../../store/store.ts';

/** If the program ended this often while sending a message, it counts as sent. */
const MOST_UNCLEAR = 2;

/**
 * A pending message after the program ended, in any way. One without its content cannot be sent, and
 * must not block others.
 */
export function resumedDelivery(delivery: StoredDelivery): StoredDelivery {
  if (delivery.content === null) return { ...delivery, state: 'failed', error: 'What was to be sent is lost.' };
  if (delivery.transmitting_at === null) return delivery;
  const unclear = delivery.unclear + 1;
  if (unclear < MOST_UNCLEAR) return { ...delivery, unclear, transmitting_at: null };
  const error = 'PowerHive ended twice while it was sent. It has probably arrived.';
  return { ...delivery, unclear, state: 'sent', sent_at: delivery.transmitting_at, transmitting_at: null, error };
}
