import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';
import { inSteps } from './prune-expired.ts';

/**
 * Deletes rows that are in a block, in the order in which they were written and in small steps,
 * between which the writer does other work. The latest status of each miner stays at any age, as
 * the last known state of a miner that is off. It stays hidden, with its entry in `sealed_rows`.
 */
export async function deleteCompactedRows(sqlite: Sqlite, signal: AbortSignal): Promise<number> {
  // Boards first: a status that boards refer to is deleted after them.
  const boards = await deleteOfKind(sqlite, 'chip', 'chain_snapshots', 'true', signal);
  return boards + (await deleteOfKind(sqlite, 'status', 'statuses', IS_FREE, signal));
}

const IS_FREE = `NOT EXISTS (SELECT 1 FROM miners WHERE latest_status_id = statuses.id)
  AND NOT EXISTS (SELECT 1 FROM chain_snapshots WHERE status_id = statuses.id AND chain_snapshots.miner_key IS NOT NULL)`;

async function deleteOfKind(
  sqlite: Sqlite,
  kind: 'status' | 'chip',
  table: string,
  isFree: string,
  signal: AbortSignal,
): Promise<number> {
  const isCompacted = `EXISTS (
    SELECT 1 FROM sealed_rows WHERE kind = '${kind}' AND sealed_rows.miner_key = ${table}.miner_key
      AND from_at = ${table}.recorded_at / 3600000 * 3600000 AND ${table}.id <= through_id)`;
  const lastId =
    prepared<[], number | null>(sqlite, `SELECT max(through_id) FROM sealed_rows WHERE kind = '${kind}'`)
      .pluck()
      .get() ?? null;
  if (lastId === null) return 0;
  // A step reads this many rows even if it deletes none: thousands may have to stay.
  const next = prepared<[number, number, number], { id: number; goes: number }>(
    sqlite,
    `SELECT id, ${isCompacted} AND ${isFree} AS goes FROM ${table} WHERE id > ? AND id <= ? ORDER BY id LIMIT ?`,
  );
  const remove = prepared<[string]>(sqlite, `DELETE FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`);
  let afterId = -1;
  let swept = 0;
  await inSteps((rows) => {
    const found = next.all(afterId, lastId, rows);
    afterId = found.at(-1)?.id ?? afterId;
    const ids = found.filter(({ goes }) => goes === 1).map(({ id }) => id);
    if (ids.length > 0) remove.run(JSON.stringify(ids));
    swept += ids.length;
    return found.length;
  }, signal);
  if (swept === 0) return 0;
  // Entries of hours that were compacted in the meantime still have rows.
  prepared(
    sqlite,
    `DELETE FROM sealed_rows WHERE kind = '${kind}' AND NOT EXISTS (
         SELECT 1 FROM ${table} WHERE ${table}.miner_key = sealed_rows.miner_key AND ${table}.recorded_at >= from_at
           AND ${table}.recorded_at < from_at + 3600000 AND ${table}.id <= through_id)`,
  ).run();
  return swept;
}
