import type { Incident } from '../../../src-shared/model/index.ts';
import { severityRank } from '../../../src-shared/severity-rank.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Store, StoredChannel, StoredDelivery } from '../../store/store.ts';
import type { DigestContent } from '../channels/digest-content.ts';
import { digestText, incidentText } from '../channels/message-text.ts';
import type { Message } from '../channels/sender.ts';

export interface MessageParts {
  readonly store: Pick<Store, 'sentMessage'>;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

/** The message for a row of the outbox: a new one, or an edit of an earlier one. */
export async function composeMessage(
  { id: channelId, kind }: StoredChannel,
  delivery: StoredDelivery,
  { clock, store, onError }: MessageParts,
): Promise<Message> {
  const { delivery_id: id, event_at: at, severity, content } = delivery;
  // Weak chips are held, and sent only in a digest.
  const event = delivery.event as Exclude<StoredDelivery['event'], 'weak_chips'>;
  const base = { id, severity, at, editRef: null };
  if (event === 'digest') {
    const digest = content as DigestContent;
    return { ...base, ...digestText(digest, clock.nowMs()), event, incident: null, digest };
  }
  const incident = content as Incident;
  // A reminder must be noticed, and an edited message makes no sound.
  const canEdit = kind === 'telegram' && (event === 'changed' || event === 'resolved');
  const before = canEdit
    ? await store.sentMessage(channelId, incident.incident_id).catch((error: unknown) => {
        onError(error);
        return null;
      })
    : null;
  // An edited message makes no sound: if it got worse, a new one is sent.
  const editRef = before === null || severityRank(severity) > severityRank(before.severity) ? null : before.ref;
  const text = incidentText(event, incident, { at, now: clock.nowMs() });
  return {
    ...base,
    ...text,
    event: event === 'reminder' || event === 'escalated' ? 'changed' : event,
    incident,
    digest: null,
    editRef,
  };
}
