import type { StoredDelivery } from '../../store/store.ts';
import type { OutboxStore } from './outbox-store.ts';

/** An escalation that is not sent any more. */
export interface AttendedEscalation {
  readonly escalation: StoredDelivery;
  /** It, and the resolution if the channel has received nothing else about the incident. */
  readonly over: readonly StoredDelivery[];
  /** Why, in words. */
  readonly error: string;
}

/**
 * The pending escalations of a channel whose incident was acknowledged, snoozed or resolved in the
 * meantime.
 */
export async function attendedEscalations(
  waiting: readonly StoredDelivery[],
  held: readonly StoredDelivery[],
  parts: {
    readonly store: Pick<OutboxStore, 'deliveriesOf'>;
    readonly whyAttended: (incidentId: string) => string | null;
    readonly onError: (error: unknown) => void;
  },
): Promise<AttendedEscalation[]> {
  const { store, whyAttended, onError } = parts;
  const pending = [...waiting, ...held];
  const attended: AttendedEscalation[] = [];
  for (const escalation of pending.filter(({ event }) => event === 'escalated')) {
    const { incident_id, channel_id, delivery_id } = escalation;
    const error = incident_id === null ? null : whyAttended(incident_id);
    if (incident_id === null || error === null) continue;
    const isOther = (other: StoredDelivery): boolean =>
      other.incident_id === incident_id && other.delivery_id !== delivery_id && other.channel_id === channel_id;
    const ends = waiting.filter((other) => isOther(other) && other.event === 'resolved');
    const kept = ends.length === 0 ? [] : await store.deliveriesOf([incident_id]).catch(onError);
    const known = [...(kept ?? []), ...pending].filter(isOther);
    const hasHeard = kept === undefined || known.some(hasArrived);
    attended.push({ escalation, over: [escalation, ...(hasHeard ? [] : ends)], error });
  }
  return attended;
}

/** Whether the channel knows of the incident from this message, or soon will. */
function hasArrived({ event, state }: StoredDelivery): boolean {
  if (event === 'resolved' || state === 'skipped') return false;
  // A pending escalation is as little needed as the other one.
  return event !== 'escalated' || (state !== 'waiting' && state !== 'held');
}
