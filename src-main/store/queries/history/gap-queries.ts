import type { Sqlite } from '../../file/database-file.ts';
import { prepared } from '../../file/statements.ts';
import type { MissedSpan } from '../../store.ts';

/** The writes of gaps. The caller opens the transaction. */
export function prepareGapWrites(sqlite: Sqlite) {
  const add = sqlite.prepare<[MissedSpan]>(
    `INSERT INTO history_gaps (miner_key, from_at, to_at)
     SELECT miner_key, @from_at, @to_at FROM miners WHERE id = @miner_id AND gone IS NULL
     ON CONFLICT (miner_key, from_at) DO UPDATE SET to_at = max(to_at, excluded.to_at)`,
  );
  const remove = sqlite.prepare<[string, number]>(
    'DELETE FROM history_gaps WHERE miner_key = (SELECT miner_key FROM miners WHERE id = ?) AND from_at = ?',
  );
  return {
    addGaps(gaps: readonly MissedSpan[]): void {
      for (const gap of gaps) add.run(gap);
    },
    removeGaps(gaps: readonly MissedSpan[]): void {
      for (const { miner_id, from_at } of gaps) remove.run(miner_id, from_at);
    },
  };
}

/** The gaps of miners of the farm, the oldest first. */
export function readGaps(sqlite: Sqlite): MissedSpan[] {
  return prepared<[], MissedSpan>(
    sqlite,
    `SELECT id AS miner_id, from_at, to_at FROM history_gaps JOIN miners USING (miner_key) WHERE gone IS NULL ORDER BY from_at`,
  ).all();
}
