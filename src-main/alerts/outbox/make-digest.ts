import type { StoredDelivery, StoredIncident } from '../../store/store.ts';
import { composeDigest, type DigestWeakChips, type HeldAnnouncement } from '../messages/digest-content.ts';
import { newDelivery } from './new-delivery.ts';
import type { OutboxStore } from './outbox-store.ts';

interface DigestParts {
  readonly store: Pick<OutboxStore, 'deliveriesOf' | 'incidents'>;
  readonly onError: (error: unknown) => void;
}

/** More than there are miners. */
const MOST_OPEN = 20_000;

/** The digest of what a channel has held back, and the held messages as parts of it. */
export async function makeDigest(
  channelId: string,
  held: readonly StoredDelivery[],
  now: number,
  { store, onError }: DigestParts,
): Promise<{ readonly digest: StoredDelivery; readonly parts: readonly StoredDelivery[] }> {
  const incidentIds = held.flatMap(({ incident_id }) => incident_id ?? []);
  const all = await store.deliveriesOf(incidentIds).catch((error: unknown) => {
    onError(error);
    return [];
  });
  // If something was held after its end, the incident was reopened.
  const isReopened = (end: StoredDelivery): boolean =>
    held.some((one) => one.incident_id === end.incident_id && one.event_at > end.event_at);
  const resolved = all.filter((one) => one.channel_id === channelId && one.event === 'resolved' && !isReopened(one));
  const announcements = held
    .filter(({ event }) => event !== 'weak_chips')
    .map(({ event, event_at, content }) => ({ event, at: event_at, incident: content }) as HeldAnnouncement);
  const weakChips = held.findLast(({ event }) => event === 'weak_chips')?.content as DigestWeakChips | undefined;
  const resolvedIds = new Set(resolved.flatMap(({ incident_id }) => incident_id ?? []));
  const open = await openNow({ store, onError });
  const digest: StoredDelivery = {
    ...newDelivery(channelId, 'digest', now),
    severity: 'info',
    content: { ...composeDigest(announcements, resolvedIds, now, open, weakChips), open_total: open?.size ?? null },
  };
  const parts = held.map((part) => ({ ...part, state: 'digested' as const, digest_id: digest.delivery_id }));
  return { digest, parts };
}

/** All open incidents of the farm, including those sent separately; null on a disk error. */
async function openNow({ store, onError }: DigestParts): Promise<ReadonlyMap<string, StoredIncident> | null> {
  try {
    const rows = await store.incidents({ states: ['open', 'acknowledged', 'snoozed'], limit: MOST_OPEN });
    return new Map(rows.map(({ incident }) => [incident.incident_id, incident]));
  } catch (error) {
    onError(error);
    return null;
  }
}
