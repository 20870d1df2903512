import type { ChainHistoryPoint, ChipHistoryPoint, HistoryPoint } from '../../../../src-shared/model/index.ts';
import type { ChipIdentity } from '../../../history/chip-identity.ts';
import type { HistoryPlan } from '../../../history/plan-history.ts';
import type { Sqlite } from '../../file/database-file.ts';
import { minerKeys } from '../miner-keys.ts';
import { chipSlots } from './chip-slots.ts';
import { statusSlots } from './status-slots.ts';

/**
 * The figures of a miner in the slots of the plan. Slots without any reading or fill are absent.
 */
export function readMinerHistory(sqlite: Sqlite, minerId: string, plan: HistoryPlan): HistoryPoint[] {
  return inOneView(sqlite, minerId, (minerKey) =>
    statusSlots(sqlite, minerKey, plan, 'none').map(({ at, source, readings, figures }) => ({
      at,
      source,
      readings,
      hashrate_hs: figures.hashrate_hs?.mean ?? null,
      hashrate_min_hs: figures.hashrate_hs?.min ?? null,
      hashrate_max_hs: figures.hashrate_hs?.max ?? null,
      hashrate_expected_hs: figures.hashrate_expected_hs?.mean ?? null,
      power_w: figures.power_w?.mean ?? null,
      chip_temp_max_c: figures.chip_temp_max_c?.max ?? null,
      pcb_temp_max_c: figures.pcb_temp_max_c?.max ?? null,
      fan_duty_percent: figures.fan_duty_percent?.mean ?? null,
      fan_rpm_max: figures.fan_rpm_max?.max ?? null,
      hw_error_percent: figures.hw_error_percent?.mean ?? null,
    })),
  );
}

/** The same for one board, from the statuses. A miner's own memory has no boards. */
export function readChainHistory(
  sqlite: Sqlite,
  minerId: string,
  chainId: number,
  plan: HistoryPlan,
): ChainHistoryPoint[] {
  return inOneView(sqlite, minerId, (minerKey) =>
    statusSlots(sqlite, minerKey, plan, chainId).flatMap(({ at, source, chains }) => {
      const chain = chains.find(({ chain_id }) => chain_id === chainId);
      if (chain === undefined) return [];
      const { readings, figures } = chain;
      return {
        at,
        source,
        readings,
        hashrate_hs: figures.hashrate_hs?.mean ?? null,
        hashrate_min_hs: figures.hashrate_hs?.min ?? null,
        hashrate_max_hs: figures.hashrate_hs?.max ?? null,
        power_w: figures.power_w?.mean ?? null,
        chip_temp_max_c: figures.chip_temp_max_c?.max ?? null,
        pcb_temp_max_c: figures.pcb_temp_max_c?.max ?? null,
        hw_errors: figures.hw_errors?.last ?? null,
      };
    }),
  );
}

/** The same for one chip. */
export function readChipHistory(
  sqlite: Sqlite,
  minerId: string,
  chip: ChipIdentity,
  plan: HistoryPlan,
): ChipHistoryPoint[] {
  return inOneView(sqlite, minerId, (minerKey) =>
    chipSlots(sqlite, minerKey, chip, plan).map(({ at, readings, figures }) => ({
      at,
      source: 'read' as const,
      readings,
      hashrate_hs: figures.hashrate_hs?.mean ?? null,
      hashrate_min_hs: figures.hashrate_hs?.min ?? null,
      hashrate_max_hs: figures.hashrate_hs?.max ?? null,
      temp_c: figures.temp_c?.mean ?? null,
      temp_max_c: figures.temp_c?.max ?? null,
      errors: figures.errors?.last ?? null,
    })),
  );
}

/**
 * One transaction, so that an hour that is compacted in the meantime is read in one form. For a
 * miner that replaced others the points include theirs; in a slot with both, the later miner
 * counts.
 */
function inOneView<P extends { readonly at: number }>(
  sqlite: Sqlite,
  minerId: string,
  read: (minerKey: number) => P[],
): P[] {
  return sqlite.transaction(() => {
    const [own, ...before] = minerKeys(sqlite, minerId);
    const points = own === undefined ? [] : read(own);
    if (before.length === 0) return points;
    const taken = new Set(points.map(({ at }) => at));
    for (const point of before.flatMap(read)) {
      if (taken.has(point.at)) continue;
      taken.add(point.at);
      points.push(point);
    }
    return points.sort((a, b) => a.at - b.at);
  })();
}
