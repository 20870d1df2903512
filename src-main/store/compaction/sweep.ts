import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';
import { inSteps } from './prune.ts';

/**
 * Deletes rows that are in a block already, in the order in which they were written and in small
 * steps, between which the writer does other work.
 */
export async function sweep(sqlite: Sqlite, signal: AbortSignal): Promise<number> {
  return (
    (await sweepKind(sqlite, 'status', 'statuses', signal)) +
    (await sweepKind(sqlite, 'chip', 'chain_snapshots', signal))
  );
}

async function sweepKind(sqlite: Sqlite, kind: 'status' | 'chip', table: string, signal: AbortSignal): Promise<number> {
  const isCompacted = `EXISTS (
    SELECT 1 FROM sealed_rows WHERE kind = '${kind}' AND sealed_rows.miner_key = ${table}.miner_key
      AND from_at = ${table}.recorded_at / 3600000 * 3600000 AND ${table}.id <= through_id)`;
  const lastId =
    prepared<[], number | null>(sqlite, `SELECT max(through_id) FROM sealed_rows WHERE kind = '${kind}'`)
      .pluck()
      .get() ?? null;
  if (lastId === null) return 0;
  const next = prepared<[number, number, number], number>(
    sqlite,
    `SELECT id FROM ${table} WHERE id > ? AND id <= ? AND ${isCompacted} ORDER BY id LIMIT ?`,
  ).pluck();
  const remove = prepared<[string]>(sqlite, `DELETE FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`);
  let afterId = -1;
  const swept = await inSteps((rows) => {
    const ids = next.all(afterId, lastId, rows);
    afterId = ids.at(-1) ?? afterId;
    if (ids.length > 0) remove.run(JSON.stringify(ids));
    return ids.length;
  }, signal);
  // Hours that were compacted meanwhile still have theirs.
  prepared(
    sqlite,
    `DELETE FROM sealed_rows WHERE kind = '${kind}' AND NOT EXISTS (
         SELECT 1 FROM ${table} WHERE ${table}.miner_key = sealed_rows.miner_key AND ${table}.recorded_at >= from_at
           AND ${table}.recorded_at < from_at + 3600000 AND ${table}.id <= through_id)`,
  ).run();
  return swept;
}
