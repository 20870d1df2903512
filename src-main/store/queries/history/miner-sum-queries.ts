import { type GroupPlan, SUM_WIDTHS_MS } from '../../../history/plan-history.ts';
import { readSlotMeans, type SlotMeans } from '../../../history/slot-means.ts';
import { type PackedSums, SlotSums } from '../../../history/slot-sums.ts';
import { readFigureColumns, STATUS_BLOCK_VERSION } from '../../../history/status-block.ts';
import { STATUS_ROLL_UP_VERSION } from '../../../history/status-roll-up-block.ts';
import { slotStart } from '../../../history/tiers.ts';
import type { Sqlite } from '../../file/database-file.ts';
import { finite, prepared } from '../../file/statements.ts';
import { readBlocks, unpackBlock } from './history-blocks.ts';
import { NOT_ROLLED_UP_SLOT, type SumRow, uncompactedSums } from './uncompacted-rows.ts';

/** Sums over some miners of one algorithm. */
export interface MinersSums {
  readonly algorithm: string | null;
  readonly sums: PackedSums;
}

interface KnownKey {
  readonly miner_key: number;
  readonly algorithm: string | null;
}

/**
 * Sums over the means of these miners, for each algorithm, from the history of each miner. For
 * thousands, call it with some hundreds at a time, so that other calls are served in between.
 */
export function readMinersSums(sqlite: Sqlite, minerIds: readonly string[], plan: GroupPlan): MinersSums[] {
  const narrowMs = SUM_WIDTHS_MS[plan.tier];
  // One transaction, so that an hour that is compacted in the meantime counts once.
  return sqlite.transaction(() => {
    const byAlgorithm = new Map<string | null, SlotSums>();
    const sumsOf = (algorithm: string | null): SlotSums => {
      const sums = byAlgorithm.get(algorithm) ?? new SlotSums(plan.fromAt, plan.toAt, narrowMs);
      byAlgorithm.set(algorithm, sums);
      return sums;
    };
    const keys = keysOf(sqlite, minerIds);
    for (const { miner_key, algorithm } of keys) addCompacted(sqlite, miner_key, plan, narrowMs, sumsOf(algorithm));
    for (const row of uncompacted(sqlite, keys, plan, narrowMs)) sumsOf(row.algorithm).addSum(finite(row));
    return [...byAlgorithm].map(([algorithm, sums]) => ({ algorithm, sums: sums.packed() }));
  })();
}

/** The keys of these miners, and of those that they replaced. */
function keysOf(sqlite: Sqlite, minerIds: readonly string[]): KnownKey[] {
  return prepared<[{ ids: string }], KnownKey>(
    sqlite,
    `WITH own AS (
       SELECT miner_key, algorithm FROM miners LEFT JOIN models ON models.alias = model_alias
       WHERE id IN (SELECT value FROM json_each(@ids)))
     SELECT miner_key, algorithm FROM own
     UNION ALL
     SELECT miners.miner_key, own.algorithm FROM miners JOIN own ON miners.successor_key = own.miner_key`,
  ).all({ ids: JSON.stringify(minerIds) });
}

function addCompacted(sqlite: Sqlite, minerKey: number, plan: GroupPlan, narrowMs: number, sums: SlotSums): void {
  const { fromAt, toAt, tier } = plan;
  const from = slotStart(fromAt, narrowMs);
  if (tier === '1min' || tier === 'raw') {
    for (const { block } of readBlocks(sqlite, 'status_raw', minerKey, { fromAt: from, toAt })) {
      const means = unpackBlock(block, STATUS_BLOCK_VERSION, (bytes) => meansOfReadings(bytes, narrowMs));
      if (means !== null) sums.addMeans(means);
    }
    return;
  }
  const roll = (width: 'narrow' | 'wide', from_tier: 'status_5min' | 'status_1h', openOnly: boolean): SlotMeans[] =>
    readBlocks(sqlite, from_tier, minerKey, { fromAt: from, toAt, openOnly }).flatMap(
      ({ block }) => unpackBlock(block, STATUS_ROLL_UP_VERSION, (bytes) => readSlotMeans(bytes, width)) ?? [],
    );
  if (tier === '5min') {
    for (const day of roll('narrow', 'status_5min', false)) sums.addMeans(day);
    return;
  }
  // If both have the same time, the day that is not over yet is newer.
  const open = roll('wide', 'status_5min', true);
  const taken = new Set(open.flatMap(({ ats }) => [...ats]));
  for (const month of roll('narrow', 'status_1h', false)) sums.addMeans(month, taken);
  for (const day of open) sums.addMeans(day);
}

/** The means of an hour of readings, slot by slot. */
function meansOfReadings(block: Uint8Array, slotMs: number): SlotMeans {
  const { recordedAts, columns } = readFigureColumns(block, ['hashrate_hs', 'power_w', 'chip_temp_max_c']);
  const slots = Map.groupBy(recordedAts.keys(), (i) => slotStart(recordedAts[i] as number, slotMs));
  const over = (column: readonly (number | null)[], of: (known: readonly number[]) => number): Float64Array =>
    Float64Array.from(slots.values(), (readings) => {
      const known = readings.map((i) => column[i] ?? null).filter((value) => value !== null);
      return known.length === 0 ? Number.NaN : of(known);
    });
  const mean = (known: readonly number[]): number => known.reduce((sum, value) => sum + value, 0) / known.length;
  return {
    ats: Float64Array.from(slots.keys()),
    filled: new Float64Array(slots.size),
    hashrate_hs: over(columns.hashrate_hs, mean),
    power_w: over(columns.power_w, mean),
    chip_temp_max_c: over(columns.chip_temp_max_c, (known) => Math.max(...known)),
  };
}

function uncompacted(sqlite: Sqlite, keys: readonly KnownKey[], plan: GroupPlan, narrowMs: number): SumRow[] {
  return uncompactedSums(sqlite, {
    minerKeys: 'IN (SELECT value FROM json_each(@keys))',
    slots: NOT_ROLLED_UP_SLOT,
    values: {
      narrowMs,
      fromAt: slotStart(plan.fromAt, narrowMs),
      toAt: plan.toAt,
      keys: JSON.stringify(keys.map(({ miner_key }) => miner_key)),
    },
  });
}
