import { type GroupSum, groupPoints } from '../../../history/group-points.ts';
import { type GroupPlan, SUM_WIDTHS_MS } from '../../../history/plan-history.ts';
import { slotStart } from '../../../history/tiers.ts';
import type { Sqlite } from '../../file/database-file.ts';
import { finite, prepared } from '../../file/statements.ts';
import type { GroupSeries } from '../../store.ts';
import { readMonitored } from './monitored-queries.ts';
import { NOT_SUMMED_SLOT, type SumRow, uncompactedSums } from './uncompacted-rows.ts';

/** Sums over the means of many miners, for each algorithm. */
export function readGroupHistory(sqlite: Sqlite, modelAlias: string | null, plan: GroupPlan): GroupSeries[] {
  const of = (tier: GroupPlan['tier']) => ({
    sums: sumsOf(sqlite, modelAlias, { ...plan, tier }),
    monitored: readMonitored(sqlite, { minerIds: null, modelAlias }, { ...plan, tier }),
  });
  // One transaction, so that an hour that is compacted in the meantime counts once.
  return sqlite.transaction(() => {
    const { sums, monitored } = of(plan.tier);
    const minutes = plan.withMinutes === true ? of('1min') : null;
    const algorithms = new Set([...sums.keys(), ...monitored.due.keys()]);
    return [...algorithms].map((algorithm) => ({
      algorithm,
      points: groupPoints(
        { sums: sums.get(algorithm) ?? [], monitored },
        { ...plan, algorithm },
        minutes === null ? null : { sums: minutes.sums.get(algorithm) ?? [], monitored: minutes.monitored },
      ),
    }));
  })();
}

/** By algorithm, in ascending order. */
function sumsOf(sqlite: Sqlite, modelAlias: string | null, plan: GroupPlan): Map<string | null, GroupSum[]> {
  const narrowMs = SUM_WIDTHS_MS[plan.tier];
  const span = { ...plan, withMinutes: null, modelAlias, narrowMs, fromAt: slotStart(plan.fromAt, narrowMs) };
  const byAlgorithm = new Map<string | null, Map<number, GroupSum>>();
  for (const row of [...compactedRows(sqlite, span), ...uncompactedRows(sqlite, span)]) {
    const sums = byAlgorithm.get(row.algorithm) ?? new Map<number, GroupSum>();
    byAlgorithm.set(row.algorithm, sums);
    sums.set(row.at, add(sums.get(row.at), finite(row)));
  }
  return new Map(
    [...byAlgorithm].map(([algorithm, sums]) => [algorithm, [...sums.values()].sort((a, b) => a.at - b.at)]),
  );
}

/** Whether a miner's memory filled a part of this span. Filled slots are five minutes wide. */
export function hasFilled(sqlite: Sqlite, fromAt: number, toAt: number): boolean {
  const found = prepared<[number, number], number>(
    sqlite,
    'SELECT EXISTS (SELECT 1 FROM filled_ranges WHERE from_at < ? AND to_at > ?)',
  ).pluck();
  return found.get(toAt, fromAt) === 1;
}

interface Span {
  readonly fromAt: number;
  readonly toAt: number;
  readonly narrowMs: number;
  readonly modelAlias: string | null;
}

function compactedRows(sqlite: Sqlite, span: Span): SumRow[] {
  return prepared<[Span], SumRow>(
    sqlite,
    `SELECT at, algorithm, sum(miners) AS miners, sum(filled) AS filled, sum(hashrate_hs) AS hashrate_hs, sum(power_w) AS power_w,
              CASE WHEN count(power_miners) = count(*) THEN sum(power_miners) END AS power_miners, max(chip_temp_max_c) AS chip_temp_max_c
       FROM group_slots LEFT JOIN models ON models.alias = model_alias
       WHERE slot_ms = @narrowMs AND at >= @fromAt AND at < @toAt AND miners > 0 AND (@modelAlias IS NULL OR model_alias = @modelAlias)
       GROUP BY at, algorithm`,
  ).all(span);
}

function uncompactedRows(sqlite: Sqlite, values: Span): SumRow[] {
  const minerKeys = 'IN (SELECT miner_key FROM miners WHERE @modelAlias IS NULL OR model_alias = @modelAlias)';
  return uncompactedSums(sqlite, { minerKeys, slots: NOT_SUMMED_SLOT, values });
}

function add(known: GroupSum | undefined, row: SumRow): GroupSum {
  const { at, miners, filled, hashrate_hs, power_w, power_miners, chip_temp_max_c } = row;
  if (known === undefined) return { at, miners, filled, hashrate_hs, power_w, power_miners, chip_temp_max_c };
  return {
    at,
    miners: known.miners + miners,
    filled: known.filled + filled,
    hashrate_hs: sum(known.hashrate_hs, hashrate_hs),
    power_w: sum(known.power_w, power_w),
    power_miners: known.power_miners === null || power_miners === null ? null : known.power_miners + power_miners,
    chip_temp_max_c: highest(known.chip_temp_max_c, chip_temp_max_c),
  };
}

function sum(a: number | null, b: number | null): number | null {
  return a === null ? b : a + (b ?? 0);
}

function highest(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.max(a, b);
}
