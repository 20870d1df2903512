import type { ChainHistoryPoint, Chip, ChipHistoryPoint, HistoryPoint } from '../../src-shared/model/index.ts';
import { decompressFrame } from '../history/frame-compression.ts';
import type { HistoryPlan } from '../history/plan-history.ts';
import type { Sqlite } from './database-file.ts';
import { unpackFrame } from './packed-telemetry.ts';
import { finite } from './statements.ts';
import type { GroupSeries } from './store.ts';

/** Where a moment falls. Numbers from JavaScript arrive as REAL: without the cast, the division would not be one of integers. */
const SLOT = (at: string): string => `${at} / CAST(@slotMs AS INTEGER) * CAST(@slotMs AS INTEGER) AS at`;
const HASHRATE =
  'avg(hashrate_hs) AS hashrate_hs, min(hashrate_hs) AS hashrate_min_hs, max(hashrate_hs) AS hashrate_max_hs';
const MINER_KEY = '(SELECT miner_key FROM miners WHERE id = @minerId)';

/** The figures of a miner in the slots of the plan; a slot in which nothing was read is absent. */
export function readMinerHistory(sqlite: Sqlite, minerId: string, plan: HistoryPlan): HistoryPoint[] {
  return sqlite
    .prepare<[HistoryPlan & { minerId: string }], HistoryPoint>(
      `SELECT ${SLOT('recorded_at')}, 'read' AS source, count(*) AS readings, ${HASHRATE},
              avg(hashrate_expected_hs) AS hashrate_expected_hs, avg(power_w) AS power_w, max(chip_temp_max_c) AS chip_temp_max_c,
              max(pcb_temp_max_c) AS pcb_temp_max_c, avg(fan_duty_percent) AS fan_duty_percent, max(fan_rpm_max) AS fan_rpm_max,
              avg(hw_error_percent) AS hw_error_percent
       FROM statuses WHERE miner_key = ${MINER_KEY} AND recorded_at >= @fromAt AND recorded_at < @toAt
       GROUP BY 1 ORDER BY 1`,
    )
    .all({ minerId, ...plan })
    .map(finite);
}

/** The same of one board, as the statuses told it. */
export function readChainHistory(
  sqlite: Sqlite,
  minerId: string,
  chainId: number,
  plan: HistoryPlan,
): ChainHistoryPoint[] {
  return sqlite
    .prepare<[HistoryPlan & { minerId: string; chainId: number }], ChainHistoryPoint>(
      `SELECT ${SLOT('statuses.recorded_at')}, 'read' AS source, count(*) AS readings,
              ${HASHRATE.replaceAll('(hashrate_hs)', '(chain.hashrate_hs)')}, avg(chain.power_w) AS power_w,
              max(chain.chip_temp_max_c) AS chip_temp_max_c, max(chain.pcb_temp_max_c) AS pcb_temp_max_c, max(chain.hw_errors) AS hw_errors
       FROM statuses JOIN chain_snapshots AS chain ON chain.status_id = statuses.id
       WHERE statuses.miner_key = ${MINER_KEY} AND statuses.recorded_at >= @fromAt AND statuses.recorded_at < @toAt
         AND chain.miner_key IS NULL AND chain_id = @chainId
       GROUP BY 1 ORDER BY 1`,
    )
    .all({ minerId, chainId, ...plan })
    .map(finite);
}

/** The same of one chip. Where a board has two with one label, it is the first of them. */
export function readChipHistory(
  sqlite: Sqlite,
  minerId: string,
  chainId: number,
  chipId: number,
  plan: HistoryPlan,
): ChipHistoryPoint[] {
  const boards = sqlite
    .prepare<[HistoryPlan & { minerId: string; chainId: number }], { recorded_at: number; frame: Buffer }>(
      `SELECT recorded_at, frame FROM chain_snapshots JOIN chain_chips ON chain_snapshot_id = chain_snapshots.id
       WHERE miner_key = ${MINER_KEY} AND recorded_at >= @fromAt AND recorded_at < @toAt AND chain_id = @chainId
       ORDER BY recorded_at, chain_snapshots.id`,
    )
    .all({ minerId, chainId, ...plan });
  const slots = new Map<number, Chip[]>();
  for (const { recorded_at, frame } of boards) {
    const chip = unpackFrame(decompressFrame(frame)).find(({ chip_id }) => chip_id === chipId);
    if (chip === undefined) continue;
    const at = Math.floor(recorded_at / plan.slotMs) * plan.slotMs;
    const slot = slots.get(at);
    if (slot === undefined) slots.set(at, [chip]);
    else slot.push(chip);
  }
  return [...slots].map(([at, chips]) => chipPoint(at, chips));
}

function chipPoint(at: number, chips: readonly Chip[]): ChipHistoryPoint {
  const known = (figure: 'hashrate_hs' | 'temp_c'): number[] =>
    chips.map((chip) => chip[figure]).filter((value) => value !== null);
  const mean = (values: readonly number[]): number | null =>
    values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  const hashrates = known('hashrate_hs');
  const temps = known('temp_c');
  return {
    at,
    source: 'read',
    readings: chips.length,
    hashrate_hs: mean(hashrates),
    hashrate_min_hs: hashrates.length === 0 ? null : Math.min(...hashrates),
    hashrate_max_hs: hashrates.length === 0 ? null : Math.max(...hashrates),
    temp_c: mean(temps),
    temp_max_c: temps.length === 0 ? null : Math.max(...temps),
    errors: chips.findLast(({ errors }) => errors !== null)?.errors ?? null,
  };
}

/** Sums of the means of many miners, each algorithm by itself. */
export function readGroupHistory(sqlite: Sqlite, modelAlias: string | null, plan: HistoryPlan): GroupSeries[] {
  const rows = sqlite
    .prepare<
      [HistoryPlan & { modelAlias: string | null }],
      GroupSeries['points'][number] & { algorithm: string | null }
    >(
      `SELECT at, algorithm, 'read' AS source, count(*) AS miners, sum(hashrate) AS hashrate_hs, sum(hashrate) AS hashrate_min_hs,
              sum(hashrate) AS hashrate_max_hs, sum(power) AS power_w, max(temp) AS chip_temp_max_c
       FROM (SELECT ${SLOT('recorded_at')}, miner_key, algorithm, avg(hashrate_hs) AS hashrate, avg(power_w) AS power,
                    max(chip_temp_max_c) AS temp
             FROM statuses JOIN miners USING (miner_key) LEFT JOIN models ON models.alias = model_alias
             WHERE recorded_at >= @fromAt AND recorded_at < @toAt AND (@modelAlias IS NULL OR model_alias = @modelAlias)
             GROUP BY 1, 2)
       GROUP BY 1, 2 ORDER BY 1`,
    )
    .all({ modelAlias, ...plan });
  const series = new Map<string | null, GroupSeries>();
  for (const { algorithm, ...point } of rows) {
    const of = series.get(algorithm) ?? { algorithm, points: [] };
    series.set(algorithm, of);
    of.points.push(finite(point));
  }
  return [...series.values()];
}
