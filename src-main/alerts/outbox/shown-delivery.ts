import type { Delivery } from '../../../src-shared/model/index.ts';
import type { StoredDelivery } from '../../store/store.ts';

/** A delivery as callers see it. */
export function shownDelivery({ channel_id: channel, event, state, sent_at, error }: StoredDelivery): Delivery {
  const kind = state === 'held' || state === 'digested' ? 'digest' : event;
  const shown = state === 'held' ? 'waiting' : state === 'digested' ? 'sent' : state;
  return { channel, kind, state: shown, at: sent_at, error };
}
