import { severityRank } from '../../../src-shared/alerts/severity-rank.ts';
import { whereBesideCause } from '../../../src-shared/miner/where-words.ts';
import type { Incident, Miner } from '../../../src-shared/model/index.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Store, StoredChannel, StoredDelivery } from '../../store/store.ts';
import type { Message } from '../channels/sender.ts';
import type { DigestContent } from '../messages/digest-content.ts';
import { digestText, incidentText } from '../messages/message-text.ts';

/** Where a miner is, as far as that is known. */
export type MinerPlace = Pick<Miner, 'ip' | 'last_ip' | 'place'>;

export interface MessageParts {
  readonly store: Pick<Store, 'sentMessage'>;
  readonly clock: Clock;
  /** The address and the place of a miner; null if it is not known. */
  readonly whereIs: (minerId: string) => MinerPlace | null;
  readonly onError: (error: unknown) => void;
}

/** The message for a row of the outbox: a new one, or an edit of an earlier one. */
export async function composeMessage(
  { id: channelId, kind }: StoredChannel,
  delivery: StoredDelivery,
  { clock, store, whereIs, onError }: MessageParts,
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
  const where =
    incident.cause.kind === 'miner'
      ? whereOne(incident.title, whereIs(incident.cause.key))
      : whereMany(incident, whereIs);
  const text = incidentText(event, incident, { at, now: clock.nowMs(), where });
  return {
    ...base,
    ...text,
    event: event === 'reminder' || event === 'escalated' ? 'changed' : event,
    incident,
    digest: null,
    editRef,
  };
}

/** `At 10.1.4.7, A/R7/3`, without an address that the title has; null if there is nothing to say. */
function whereOne(title: string, where: MinerPlace | null): string | null {
  const ip = where?.ip ?? where?.last_ip ?? null;
  const address = ip === null || title.includes(ip) ? null : ip;
  const parts = [address, where?.place ?? null].filter((part) => part !== null);
  return parts.length === 0 ? null : `At ${parts.join(', ')}`;
}

/** `In racks A1 and A2`, of many miners, as far as their cause does not say it. */
function whereMany({ cause, miner_ids }: Incident, whereIs: MessageParts['whereIs']): string | null {
  const known = miner_ids.flatMap((id) => whereIs(id) ?? []);
  const words = whereBesideCause(cause, known);
  return words === null ? null : words.replace(/^,? (\p{Ll})/u, (_, first: string) => first.toUpperCase());
}
