import { TIER_NAMES } from '../../history/tiers.ts';
import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';
import { inSteps } from './prune-expired.ts';

/**
 * Deletes the history of miners that were removed with it, in small steps, between which the writer
 * does other work. Their part of the farm's sums stays: their statuses must have been compacted
 * before. After a crash the rest is deleted the next time.
 */
export async function erase(sqlite: Sqlite, signal: AbortSignal): Promise<number> {
  const dropped = prepared<[], number>(sqlite, `SELECT miner_key FROM miners WHERE gone = 'dropped'`).pluck().all();
  const statuses = prepared<[number, number]>(
    sqlite,
    'DELETE FROM statuses WHERE id IN (SELECT id FROM statuses WHERE miner_key = ? LIMIT ?)',
  );
  const boards = prepared<[number, number]>(
    sqlite,
    'DELETE FROM chain_snapshots WHERE id IN (SELECT id FROM chain_snapshots WHERE miner_key = ? LIMIT ?)',
  );
  const blocks = prepared<[string, number, number]>(
    sqlite,
    'DELETE FROM history_blocks WHERE id IN (SELECT id FROM history_blocks WHERE tier = ? AND miner_key = ? LIMIT ?)',
  );
  const compacted = prepared<[number]>(
    sqlite,
    `DELETE FROM sealed_rows WHERE kind IN ('status', 'chip') AND miner_key = ?`,
  );
  // The empty row stays: to delete it, SQLite would search every block of the farm for references.
  const done = prepared<[number]>(sqlite, `UPDATE miners SET gone = 'erased' WHERE miner_key = ?`);
  for (const key of dropped) {
    // Rows before the blocks that hide them: otherwise the sums would briefly count them twice.
    await inSteps((rows) => statuses.run(key, rows).changes, signal);
    await inSteps((rows) => boards.run(key, rows).changes, signal);
    for (const tier of TIER_NAMES) await inSteps((rows) => blocks.run(tier, key, rows).changes, signal);
    if (signal.aborted) break;
    sqlite.transaction(() => {
      compacted.run(key);
      done.run(key);
    })();
  }
  return dropped.length;
}
