import type { ChannelState, StoredChannel } from '../channel-records.ts';
import type { Sqlite } from '../file/database-file.ts';
import { toJson } from '../file/row-values.ts';
import { prepared } from '../file/statements.ts';

type Row = Record<string, string | number | null>;

const COLUMNS = [
  'kind',
  'name',
  'enabled',
  'min_severity',
  'settings',
  'quiet_hours',
  'digest_at',
  'secret_sealed',
  'created_at',
  'last_success_at',
  'last_error',
  'failures',
] as const;

/** The writes of channels. The caller opens the transaction. */
export function prepareChannelWrites(sqlite: Sqlite) {
  const upsert = sqlite.prepare<[Row]>(
    `INSERT INTO channels (id, ${COLUMNS.join(', ')}) VALUES (@id, ${COLUMNS.map((name) => `@${name}`).join(', ')})
     ON CONFLICT (id) DO UPDATE SET ${COLUMNS.map((name) => `${name} = excluded.${name}`).join(', ')}`,
  );
  const remove = sqlite.prepare<[string]>('DELETE FROM channels WHERE id = ?');
  const drop = sqlite.prepare<[string]>(
    `UPDATE outbox SET state = 'skipped', content = NULL, transmitting_at = NULL, error = 'The channel was deleted.'
     WHERE channel_id = ? AND state IN ('waiting', 'held')`,
  );
  const note = sqlite.prepare<[Row]>(
    'UPDATE channels SET last_success_at = @last_success_at, last_error = @last_error, failures = @failures WHERE id = @id',
  );
  const reencrypt = sqlite.prepare<[string, string, string]>(
    'UPDATE channels SET secret_sealed = ? WHERE id = ? AND secret_sealed = ?',
  );
  return {
    upsertChannel(channel: StoredChannel): void {
      upsert.run({
        ...channel,
        enabled: channel.enabled ? 1 : 0,
        settings: JSON.stringify(channel.settings),
        quiet_hours: toJson(channel.quiet_hours),
        digest_at: JSON.stringify(channel.digest_at),
      });
    },
    removeChannel(id: string): boolean {
      drop.run(id);
      return remove.run(id).changes > 0;
    },
    noteChannelState(id: string, { last_success_at, last_error, failures }: ChannelState): void {
      note.run({ id, last_success_at, last_error, failures });
    },
    reencryptChannels(changes: readonly { id: string; before: string; after: string }[]): void {
      for (const { id, before, after } of changes) reencrypt.run(after, id, before);
    },
  };
}

/** All channels, the oldest first. */
export function readChannels(sqlite: Sqlite): StoredChannel[] {
  const rows = prepared<[], Row>(sqlite, 'SELECT * FROM channels ORDER BY channel_key').all();
  return rows.map(({ channel_key: _, ...row }) => ({
    ...row,
    enabled: row['enabled'] === 1,
    settings: JSON.parse(String(row['settings'])),
    quiet_hours: row['quiet_hours'] === null ? null : JSON.parse(String(row['quiet_hours'])),
    digest_at: JSON.parse(String(row['digest_at'])),
  })) as unknown as StoredChannel[];
}
