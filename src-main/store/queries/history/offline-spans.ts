import type { Sqlite } from '../../file/database-file.ts';
import { prepared } from '../../file/statements.ts';

/** From when a scan did not find a miner until it was found again; infinite if it was not. */
export interface OfflineSpan {
  readonly from_at: number;
  readonly to_at: number;
}

const CHANGES = "'miner_offline', 'miner_back', 'miner_found', 'miner_removed', 'miner_replaced'";
const BEFORE = `SELECT at, event FROM activity WHERE miner_id = ? AND event IN (${CHANGES}) AND at <= ? ORDER BY at DESC, id DESC LIMIT 1`;
const WITHIN = `SELECT at, event FROM activity WHERE miner_id = ? AND event IN (${CHANGES}) AND at > ? AND at < ? ORDER BY at, id`;
/** A removed or replaced miner is not considered: another one may have its address. */
const MINER = 'SELECT id FROM miners WHERE miner_key = ? AND gone IS NULL';

interface Change {
  readonly at: number;
  readonly event: string;
}

/** When a miner was offline between two times, according to the activity alone. */
export function readOfflineSpans(sqlite: Sqlite, minerKey: number, fromAt: number, toAt: number): OfflineSpan[] {
  const id = prepared<[number], string>(sqlite, MINER).pluck().get(minerKey);
  if (id === undefined) return [];
  const before = prepared<[string, number], Change>(sqlite, BEFORE).get(id, fromAt);
  const within = prepared<[string, number, number], Change>(sqlite, WITHIN).all(id, fromAt, toAt);
  const spans: OfflineSpan[] = [];
  let from_at: number | null = null;
  for (const { at, event } of before === undefined ? within : [before, ...within]) {
    if (event === 'miner_offline') from_at ??= at;
    else if (from_at !== null) {
      spans.push({ from_at, to_at: at });
      from_at = null;
    }
  }
  if (from_at !== null) spans.push({ from_at, to_at: Number.POSITIVE_INFINITY });
  return spans;
}
