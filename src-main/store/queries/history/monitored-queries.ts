import { type MonitoredSlots, type MonitoredSpan, monitoredSlots } from '../../../history/monitored-slots.ts';
import { type GroupPlan, READ_ALL_MS, SUM_WIDTHS_MS } from '../../../history/plan-history.ts';
import type { Sqlite } from '../../file/database-file.ts';
import { prepared } from '../../file/statements.ts';

/** `watched_spans` is prolonged more often than this while PowerHive monitors. */
const WATCHED_WITHIN_MS = 20_000;

/** Which miners are monitored now, and since when PowerHive has monitored without a break. */
export interface MonitoredNow {
  readonly at: number;
  /** Null while it does not monitor or record. */
  readonly watchedFrom: number | null;
  /** Null if they have not changed since they were last written. */
  readonly minerIds: readonly string[] | null;
}

/** The writes of who was monitored when. The caller opens the transaction. */
export function prepareMonitoredWrites(sqlite: Sqlite) {
  const watch = sqlite.prepare<[number, number]>(
    'INSERT INTO watched_spans (from_at, to_at) VALUES (?, ?) ON CONFLICT (from_at) DO UPDATE SET to_at = max(to_at, excluded.to_at)',
  );
  const end = sqlite.prepare<[{ at: number; ids: string }]>(
    `UPDATE monitored_spans SET to_at = max(from_at, @at) WHERE to_at IS NULL AND miner_key NOT IN (
       SELECT miner_key FROM miners WHERE gone IS NULL AND id IN (SELECT value FROM json_each(@ids)))`,
  );
  const begin = sqlite.prepare<[{ at: number; ids: string }]>(
    `INSERT INTO monitored_spans (miner_key, from_at)
     SELECT miner_key, CAST(@at AS INTEGER) FROM miners
     WHERE gone IS NULL AND id IN (SELECT value FROM json_each(@ids))
       AND NOT EXISTS (SELECT 1 FROM monitored_spans AS open WHERE open.miner_key = miners.miner_key AND open.to_at IS NULL)
     ON CONFLICT (miner_key, from_at) DO UPDATE SET to_at = NULL`,
  );
  const open = sqlite.prepare<[], number>('SELECT count(*) FROM monitored_spans WHERE to_at IS NULL').pluck();
  return {
    recordMonitored({ at, watchedFrom, minerIds }: MonitoredNow): boolean {
      if (watchedFrom !== null) watch.run(watchedFrom, at);
      if (minerIds === null) return true;
      const ids = JSON.stringify(minerIds);
      end.run({ at, ids });
      begin.run({ at, ids });
      return open.get() === minerIds.length;
    },
  };
}

/** Whose times are wanted: all miners if both are null, also those that are gone. */
interface WantedMiners {
  readonly minerIds: readonly string[] | null;
  readonly modelAlias: string | null;
}

/** Who was monitored in the slots of a plan, for these miners and those that they replaced. */
export function readMonitored(sqlite: Sqlite, wanted: WantedMiners, plan: GroupPlan): MonitoredSlots {
  const { fromAt, toAt, tier, readAllMs = READ_ALL_MS, completeUntilAt } = plan;
  const nowAt = completeUntilAt === undefined ? Number.NEGATIVE_INFINITY : completeUntilAt + readAllMs;
  const range = { fromAt, toAt };
  const first = prepared<[], number | null>(sqlite, 'SELECT min(from_at) FROM watched_spans').pluck();
  const watched = prepared<[typeof range], { from_at: number; to_at: number }>(
    sqlite,
    'SELECT from_at, to_at FROM watched_spans WHERE from_at < @toAt AND to_at > @fromAt ORDER BY from_at',
  );
  return monitoredSlots(
    {
      knownFromAt: first.get() ?? null,
      watched: watched.all(range).map((span) => untilNow(span, nowAt)),
      miners: spansOf(sqlite, wanted, range),
    },
    { fromAt, toAt, slotMs: SUM_WIDTHS_MS[tier], readAllMs },
  );
}

/** The last span is a little behind while it goes on. */
function untilNow<S extends { readonly from_at: number; readonly to_at: number }>(span: S, nowAt: number): S {
  return nowAt > span.to_at && nowAt - span.to_at <= WATCHED_WITHIN_MS ? { ...span, to_at: nowAt } : span;
}

function spansOf(
  sqlite: Sqlite,
  { minerIds, modelAlias }: WantedMiners,
  range: { readonly fromAt: number; readonly toAt: number },
): MonitoredSpan[] {
  const within = 'from_at < @toAt AND (to_at IS NULL OR to_at > @fromAt)';
  if (minerIds === null) {
    return prepared<[object], MonitoredSpan>(
      sqlite,
      `SELECT algorithm, from_at, to_at FROM monitored_spans
       JOIN miners USING (miner_key) LEFT JOIN models ON models.alias = model_alias
       WHERE ${within} AND (@modelAlias IS NULL OR model_alias = @modelAlias)`,
    ).all({ ...range, modelAlias });
  }
  return prepared<[object], MonitoredSpan>(
    sqlite,
    `WITH own AS (
       SELECT miner_key, algorithm FROM miners LEFT JOIN models ON models.alias = model_alias
       WHERE id IN (SELECT value FROM json_each(@ids))),
     wanted AS (
       SELECT miner_key, algorithm FROM own
       UNION ALL SELECT miners.miner_key, own.algorithm FROM miners JOIN own ON miners.successor_key = own.miner_key)
     SELECT algorithm, from_at, to_at FROM wanted JOIN monitored_spans USING (miner_key) WHERE ${within}`,
  ).all({ ...range, ids: JSON.stringify(minerIds) });
}
