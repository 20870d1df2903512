import type { Store } from '../../store/store.ts';

/** What the outbox keeps in the database, and reads there. */
export type OutboxStore = Pick<
  Store,
  | 'addDeliveries'
  | 'updateDeliveries'
  | 'addDigest'
  | 'pruneOutbox'
  | 'openDeliveries'
  | 'deliveriesOf'
  | 'recentSends'
  | 'sentMessage'
  | 'incidents'
>;
