import { DAY_MS, HOUR_MS } from '../../../src-shared/milliseconds.ts';
import type { CompactionPlan } from '../../history/plan-compaction.ts';
import { slotStart } from '../../history/tiers.ts';
import type { Sqlite } from '../file/database-file.ts';
import { prepared } from '../file/statements.ts';
import { UNCOMPACTED_BOARD, UNCOMPACTED_STATUS } from '../queries/history/uncompacted-rows.ts';
import type { CompactTask } from './compact-step.ts';

/** The rest is planned in the next round: the list must not contain a whole history. */
const MOST_TASKS = 20_000;

const NOT_DROPPED = `gone IS NULL OR gone IN ('removed', 'replaced')`;
const EVERYTHING = { hoursBeforeAt: Number.MAX_SAFE_INTEGER };

/**
 * The steps to compact, the oldest first: hours that are still rows, or days whose roll-ups the
 * next tier has not taken over. For dropped miners all hours at once: their part of the farm's sums
 * is kept.
 */
export function planCompactSteps(
  sqlite: Sqlite,
  of: 'dropped' | 'hours' | 'days',
  limits: CompactionPlan,
): CompactTask[] {
  if (of === 'dropped') return statusHours(sqlite, EVERYTHING, `gone = 'dropped'`);
  const tasks =
    of === 'hours'
      ? [...statusHours(sqlite, limits), ...chipHours(sqlite, limits)]
      : [...openDays(sqlite, 'status', limits), ...openDays(sqlite, 'chip', limits)];
  return tasks.sort((a, b) => a.from_at - b.from_at).slice(0, MOST_TASKS);
}

/**
 * Hours in which a miner has rows that can be compacted, at any age: rows older than the retention
 * are pruned as a block, after their roll-ups are made. Steps from hour to hour through the index,
 * not from row to row.
 */
function statusHours(sqlite: Sqlite, { hoursBeforeAt }: CompactionPlan, whose = NOT_DROPPED): CompactTask[] {
  const next = prepared<[number, number, number], number>(
    sqlite,
    `SELECT recorded_at FROM statuses WHERE miner_key = ? AND recorded_at >= ? AND recorded_at < ? AND ${UNCOMPACTED_STATUS}
       ORDER BY recorded_at LIMIT 1`,
  ).pluck();
  return hoursOfMiners(sqlite, 'status_hour', whose, (key, fromAt) => next.get(key, fromAt, hoursBeforeAt));
}

function chipHours(sqlite: Sqlite, { hoursBeforeAt }: CompactionPlan): CompactTask[] {
  const next = prepared<[number, number, number], number>(
    sqlite,
    `SELECT recorded_at FROM chain_snapshots WHERE miner_key = ? AND recorded_at >= ? AND recorded_at < ? AND ${UNCOMPACTED_BOARD}
       ORDER BY recorded_at LIMIT 1`,
  ).pluck();
  return hoursOfMiners(sqlite, 'chip_hour', NOT_DROPPED, (key, fromAt) => next.get(key, fromAt, hoursBeforeAt));
}

function hoursOfMiners(
  sqlite: Sqlite,
  kind: CompactTask['kind'],
  whose: string,
  next: (minerKey: number, fromAt: number) => number | undefined,
): CompactTask[] {
  const miners = prepared<[], number>(sqlite, `SELECT miner_key FROM miners WHERE ${whose}`).pluck().all();
  return miners.flatMap((miner_key) =>
    hoursOf((fromAt) => next(miner_key, fromAt)).map((from_at) => ({ kind, miner_key, from_at })),
  );
}

function hoursOf(next: (fromAt: number) => number | undefined): number[] {
  const hours: number[] = [];
  for (let fromAt = 0; ; ) {
    const found = next(fromAt);
    if (found === undefined) return hours;
    const hourAt = slotStart(found, HOUR_MS);
    hours.push(hourAt);
    fromAt = hourAt + HOUR_MS;
  }
}

function openDays(sqlite: Sqlite, of: 'status' | 'chip', { hoursBeforeAt }: CompactionPlan): CompactTask[] {
  const kind = of === 'status' ? ('status_day' as const) : ('chip_day' as const);
  return prepared<[string, number], { miner_key: number; from_at: number }>(
    sqlite,
    'SELECT miner_key, from_at FROM history_blocks WHERE tier = ? AND is_open = 1 AND from_at <= ? ORDER BY from_at',
  )
    .all(of === 'status' ? 'status_5min' : 'chip_1h', hoursBeforeAt - DAY_MS)
    .map((row) => ({ kind, ...row }));
}
