import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';

/**
 * The keys under which the history of a miner lies: its own, then those of the miners that it has
 * taken the place of, the latest first. None where there is no such miner. One that was removed
 * with its history kept still has it.
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
