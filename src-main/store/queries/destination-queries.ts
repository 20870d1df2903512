import type { DestinationProgress, KeptPosition, StoredDestination } from '../destination-records.ts';
import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';

const DECIDED = [
  'name',
  'enabled',
  'url',
  'user',
  'secret_sealed',
  'sample_seconds',
  'since_at',
  'max_kbytes_per_s',
] as const;
const PROGRESS = ['position', 'sent', 'refused', 'last_success_at', 'last_error'] as const;
const COLUMNS = ['id', 'kind', 'created_at', ...DECIDED, ...PROGRESS] as const;

type Row = Record<string, string | number | null>;

const assigned = (columns: readonly string[]): string => columns.map((column) => `"${column}" = @${column}`).join(', ');

/** The writes of destinations. The caller opens the transaction. */
export function prepareDestinationWrites(sqlite: Sqlite) {
  const add = sqlite.prepare<[Row]>(
    `INSERT INTO destinations (${COLUMNS.map((column) => `"${column}"`).join(', ')})
     VALUES (${COLUMNS.map((column) => `@${column}`).join(', ')})`,
  );
  const change = sqlite.prepare<[Row]>(`UPDATE destinations SET ${assigned([...DECIDED, ...PROGRESS])} WHERE id = @id`);
  const move = sqlite.prepare<[Row]>(`UPDATE destinations SET ${assigned(PROGRESS)} WHERE id = @id`);
  const remove = sqlite.prepare<[string]>('DELETE FROM destinations WHERE id = ?');
  return {
    addDestination(destination: StoredDestination): void {
      add.run(rowOf(destination));
    },
    changeDestination: (destination: StoredDestination): boolean => change.run(rowOf(destination)).changes > 0,
    moveDestination(id: string, { position, ...progress }: DestinationProgress): void {
      move.run({ ...progress, id, position: JSON.stringify(position) });
    },
    removeDestination: (id: string): boolean => remove.run(id).changes > 0,
  };
}

/** All destinations, the oldest first. */
export function readDestinations(sqlite: Sqlite): StoredDestination[] {
  const sql = `SELECT ${COLUMNS.map((column) => `"${column}"`).join(', ')} FROM destinations ORDER BY destination_key`;
  return prepared<[], Omit<StoredDestination, 'enabled' | 'position'> & { enabled: number; position: string }>(
    sqlite,
    sql,
  )
    .all()
    .map(({ enabled, position, ...row }) => ({
      ...row,
      enabled: enabled === 1,
      position: JSON.parse(position) as KeptPosition,
    }));
}

/** The id of the last filled range; 0 if there is none. */
export function lastFillId(sqlite: Sqlite): number {
  return prepared<[], number | null>(sqlite, 'SELECT max(id) FROM filled_ranges').pluck().get() ?? 0;
}

function rowOf({ enabled, position, ...row }: StoredDestination): Row {
  return { ...row, enabled: enabled ? 1 : 0, position: JSON.stringify(position) };
}
