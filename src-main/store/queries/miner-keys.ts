import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';

/**
 * The keys of a miner's history: its own, then those of the miners that it replaced, the latest
 * first. Empty if there is no such miner. A removed miner whose history is kept still has its key.
 */
export function minerKeys(sqlite: Sqlite, minerId: string): number[] {
  const own = prepared<[string], number>(sqlite, 'SELECT miner_key FROM miners WHERE id = ?').pluck().get(minerId);
  if (own === undefined) return [];
  const before = prepared<[number], number>(
    sqlite,
    'SELECT miner_key FROM miners WHERE successor_key = ? ORDER BY miner_key DESC',
  );
  return [own, ...before.pluck().all(own)];
}

/** The miners that were replaced, the latest last. Their ids have been followed by `#miner_key` since. */
export function readSuccessors(sqlite: Sqlite): { readonly id: string; readonly successor_id: string }[] {
  return prepared<[], { readonly id: string; readonly successor_id: string }>(
    sqlite,
    `SELECT substr(old.id, 1, instr(old.id, '#') - 1) AS id, successor.id AS successor_id
     FROM miners AS old JOIN miners AS successor ON successor.miner_key = old.successor_key
     WHERE old.successor_key IS NOT NULL AND old.gone = 'replaced' ORDER BY old.miner_key`,
  ).all();
}
