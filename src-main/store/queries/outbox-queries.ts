import type { StoredDelivery } from '../channel-records.ts';
import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';

type Row = Record<string, string | number | null>;

const COLUMNS = [
  'delivery_id',
  'channel_id',
  'incident_id',
  'event',
  'event_at',
  'severity',
  'content',
  'state',
  'attempts',
  'unclear',
  'transmitting_at',
  'sent_at',
  'error',
  'ref',
  'digest_id',
] as const;
const CHANGING = ['state', 'attempts', 'unclear', 'transmitting_at', 'sent_at', 'error', 'ref', 'digest_id'] as const;

/** The latest message about an incident on a channel, if it can be edited. */
export interface SentMessage {
  readonly ref: string;
  readonly severity: StoredDelivery['severity'];
}

/** The writes of the outbox. The caller opens the transaction. */
export function prepareOutboxWrites(sqlite: Sqlite) {
  const add = sqlite.prepare<[Row]>(
    // An end is sent only to a channel that has got something else about the incident.
    `INSERT INTO outbox (${COLUMNS.join(', ')}) SELECT ${COLUMNS.map((name) => `@${name}`).join(', ')}
     WHERE @event <> 'resolved' OR EXISTS (
       SELECT 1 FROM outbox WHERE channel_id = @channel_id AND incident_id = @incident_id AND state <> 'skipped')
     ON CONFLICT DO NOTHING`,
  );
  const change = sqlite.prepare<[Row]>(
    `UPDATE outbox SET ${CHANGING.map((name) => `${name} = @${name}`).join(', ')},
       content = CASE WHEN @state IN ('waiting', 'held') THEN content END
     WHERE delivery_id = @delivery_id AND (state IN ('waiting', 'held') OR @state = 'sent')`,
  );
  const prune = sqlite.prepare<[number, number]>(
    `DELETE FROM outbox WHERE outbox_key IN (
       SELECT outbox_key FROM outbox WHERE state NOT IN ('waiting', 'held') AND event_at < ? LIMIT ?)`,
  );
  const addOne = (delivery: StoredDelivery): boolean =>
    add.run({ ...delivery, content: JSON.stringify(delivery.content) }).changes > 0;
  const changeOne = (delivery: StoredDelivery): void => {
    change.run({ ...delivery, content: null });
  };
  return {
    /** Adds messages; returns the ids of those that were new. */
    addDeliveries: (deliveries: readonly StoredDelivery[]): string[] =>
      deliveries.filter(addOne).map(({ delivery_id }) => delivery_id),
    /** Writes what can change. A message that is not pending any more can only become sent. */
    updateDeliveries(deliveries: readonly StoredDelivery[]): void {
      for (const delivery of deliveries) changeOne(delivery);
    },
    /** Adds a digest and marks its parts, in one transaction. */
    addDigest(digest: StoredDelivery, parts: readonly StoredDelivery[]): void {
      addOne(digest);
      for (const part of parts) changeOne(part);
    },
    /** Deletes up to `most` finished messages of events before `before`; returns how many. */
    pruneOutbox: (before: number, most: number): number => prune.run(before, most).changes,
  };
}

/** Pending messages and those held for a digest, the oldest first. */
export function readOpenDeliveries(sqlite: Sqlite): StoredDelivery[] {
  const sql = `SELECT ${COLUMNS.join(', ')} FROM outbox WHERE state IN ('waiting', 'held') ORDER BY outbox_key`;
  return prepared<[], Row>(sqlite, sql).all().map(toDelivery);
}

/** All deliveries of these incidents, the oldest first, without their content. */
export function readDeliveriesOf(sqlite: Sqlite, incidentIds: readonly string[]): StoredDelivery[] {
  const columns = COLUMNS.map((name) => (name === 'content' ? 'NULL AS content' : name)).join(', ');
  const sql = `SELECT ${columns} FROM outbox WHERE incident_id IN (SELECT value FROM json_each(?)) ORDER BY outbox_key`;
  return prepared<[string], Row>(sqlite, sql).all(JSON.stringify(incidentIds)).map(toDelivery);
}

/** When non-critical messages were sent since then: channel and time. */
export function readRecentSends(sqlite: Sqlite, since: number): { channel_id: string; sent_at: number }[] {
  const sql = `SELECT channel_id, sent_at FROM outbox
    WHERE sent_at >= ? AND severity <> 'critical' AND event <> 'digest' ORDER BY sent_at`;
  return prepared<[number], { channel_id: string; sent_at: number }>(sqlite, sql).all(since);
}

/** The newest message about an incident on a channel that can be edited. */
export function readSentMessage(sqlite: Sqlite, channelId: string, incidentId: string): SentMessage | null {
  const sql = `SELECT ref, severity FROM outbox WHERE channel_id = ? AND incident_id = ? AND ref IS NOT NULL
    ORDER BY sent_at DESC, outbox_key DESC LIMIT 1`;
  return prepared<[string, string], SentMessage>(sqlite, sql).get(channelId, incidentId) ?? null;
}

function toDelivery(row: Row): StoredDelivery {
  const { content } = row;
  return { ...row, content: typeof content === 'string' ? JSON.parse(content) : null } as unknown as StoredDelivery;
}
