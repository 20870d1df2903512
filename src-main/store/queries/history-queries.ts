import type {
  Chain,
  ChainHistoryPoint,
  Chip,
  ChipHistoryPoint,
  HistoryPoint,
} from '../../../src-shared/model/index.ts';
import { CHIP_BLOCK_VERSION, readChipColumns } from '../../history/chip-block.ts';
import type { ChipPlace } from '../../history/chip-place.ts';
import {
  CHIP_ROLL_UP_VERSION,
  type ChipFigure,
  type ChipSlot,
  type RolledChip,
  type RolledSnapshot,
  replaceChipSlots,
  rollUpChips,
  unpackChipSlots,
  widenChips,
} from '../../history/chip-roll-up.ts';
import { decompressFrame } from '../../history/frame-compression.ts';
import type { HistoryPlan } from '../../history/plan-history.ts';
import { readChainColumns, readFigureColumns, STATUS_BLOCK_VERSION } from '../../history/status-block.ts';
import {
  CHAIN_FIGURES,
  layOver,
  MINER_FIGURES,
  type MinerFigure,
  type RolledStatus,
  rollUpStatuses,
  STATUS_ROLL_UP_VERSION,
  type StatusSlot,
  unpackStatusSlots,
  widenStatusSlots,
} from '../../history/status-roll-up.ts';
import { FIVE_MINUTES_MS, HOUR_MS, slotStart } from '../../history/tiers.ts';
import { UNCOMPACTED_BOARD, UNCOMPACTED_STATUS } from '../compaction/uncompacted-rows.ts';
import type { Sqlite } from '../file/database-file.ts';
import { finite, prepared } from '../file/statements.ts';
import { readBlocks, unpackBlock } from './history-blocks.ts';
import { minerKeys } from './miner-keys.ts';
import { unpackFrame } from './packed-telemetry.ts';

/**
 * The figures of a miner in the slots of the plan; a slot in which nothing was read or filled is
 * absent.
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

/**
 * The same of one board, from the statuses. What a miner remembers by itself, it does not remember
 * by board.
 */
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

/** The same of one chip. */
export function readChipHistory(
  sqlite: Sqlite,
  minerId: string,
  chip: ChipPlace,
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
 * One transaction, so that an hour which is compacted meanwhile is seen in one form. Of a miner
 * that has taken the place of others the points go back to theirs; a slot in which both were read
 * is the later one's.
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

/** Slots as wide as the plan says, with the miner's figures or those of one board. */
function statusSlots(sqlite: Sqlite, minerKey: number, plan: HistoryPlan, chain: number | 'none'): StatusSlot[] {
  const { fromAt, toAt, slotMs } = plan;
  const rows = readRows(sqlite, minerKey, fromAt, toAt, chain);
  if (plan.tier === 'raw') {
    const readings = [...compactedReadings(sqlite, minerKey, plan, chain), ...rows];
    readings.sort((a, b) => a.recorded_at - b.recorded_at);
    const slots = rollUpStatuses(readings, slotMs, false);
    return chain === 'none' ? withFilled(slots, filledSlots(sqlite, minerKey, plan), slotMs) : slots;
  }
  const narrowMs = plan.tier === '5min' ? FIVE_MINUTES_MS : HOUR_MS;
  const kept =
    plan.tier === '5min' ? days(sqlite, minerKey, plan, 'narrow', chain) : hours(sqlite, minerKey, plan, chain);
  const fresh = rollUpStatuses(rows, narrowMs, false);
  const read = new Set(fresh.map(({ at }) => at));
  const isMeant = ({ at, source }: StatusSlot): boolean =>
    at >= slotStart(fromAt, narrowMs) && at < toAt && !(source === 'filled' && read.has(at));
  return widenStatusSlots([...kept.filter(isMeant), ...fresh], slotMs, false);
}

const NO_CHAINS: RolledStatus['chains'] = [];
const NO_FIGURES = Object.fromEntries(MINER_FIGURES.map(([name]) => [name, null])) as Record<MinerFigure, null>;
const FIGURE_NAMES = MINER_FIGURES.map(([name]) => name);
const CHAIN_COLUMNS = ['chain_id', ...CHAIN_FIGURES.map(([name]) => name)] as const satisfies readonly (keyof Chain)[];

function compactedReadings(
  sqlite: Sqlite,
  minerKey: number,
  { fromAt, toAt }: HistoryPlan,
  chain: number | 'none',
): RolledStatus[] {
  const readings: RolledStatus[] = [];
  for (const { block } of readBlocks(sqlite, 'status_raw', minerKey, fromAt, toAt)) {
    const found = unpackBlock(block, STATUS_BLOCK_VERSION, (bytes) =>
      chain === 'none' ? minerReadings(bytes) : boardReadings(bytes, chain),
    );
    for (const reading of found ?? []) {
      if (reading.recorded_at >= fromAt && reading.recorded_at < toAt) readings.push(reading);
    }
  }
  return readings;
}

function minerReadings(block: Uint8Array): RolledStatus[] {
  const { recordedAts, columns } = readFigureColumns(block, FIGURE_NAMES);
  return recordedAts.map((recorded_at, i) => {
    const figures = Object.fromEntries(FIGURE_NAMES.map((name) => [name, columns[name][i] ?? null]));
    return { recorded_at, chains: NO_CHAINS, ...(figures as Record<MinerFigure, number | null>) };
  });
}

function boardReadings(block: Uint8Array, chainId: number): RolledStatus[] {
  return readChainColumns(block, chainId).map(({ recorded_at, chain }) => ({
    recorded_at,
    chains: [chain],
    ...NO_FIGURES,
  }));
}

/** Statuses that are rows still. */
function readRows(
  sqlite: Sqlite,
  minerKey: number,
  fromAt: number,
  toAt: number,
  chain: number | 'none',
): RolledStatus[] {
  if (chain === 'none') {
    return prepared<[number, number, number], RolledStatus>(
      sqlite,
      `SELECT recorded_at, ${FIGURE_NAMES.join(', ')} FROM statuses
         WHERE miner_key = ? AND recorded_at >= ? AND recorded_at < ? AND ${UNCOMPACTED_STATUS} ORDER BY recorded_at, id`,
    )
      .all(minerKey, fromAt, toAt)
      .map((row) => ({ ...finite(row), chains: NO_CHAINS }));
  }
  return prepared<[number, number, number, number], Chain & { at: number }>(
    sqlite,
    `SELECT statuses.recorded_at AS at, ${CHAIN_COLUMNS.map((name) => `chain.${name}`).join(', ')}
       FROM statuses JOIN chain_snapshots AS chain ON chain.status_id = statuses.id
       WHERE statuses.miner_key = ? AND statuses.recorded_at >= ? AND statuses.recorded_at < ?
         AND chain.miner_key IS NULL AND chain_id = ? AND ${UNCOMPACTED_STATUS} ORDER BY statuses.recorded_at, statuses.id`,
  )
    .all(minerKey, fromAt, toAt, chain)
    .map(({ at, ...board }) => ({ recorded_at: at, chains: [finite(board)], ...NO_FIGURES }));
}

function days(
  sqlite: Sqlite,
  minerKey: number,
  { fromAt, toAt }: Pick<HistoryPlan, 'fromAt' | 'toAt'>,
  width: 'narrow' | 'wide',
  chain: number | 'none',
  openOnly = false,
): StatusSlot[] {
  return readBlocks(sqlite, 'status_5min', minerKey, fromAt, toAt, openOnly).flatMap(
    ({ block }) => unpackBlock(block, STATUS_ROLL_UP_VERSION, (bytes) => unpackStatusSlots(bytes, width, chain)) ?? [],
  );
}

/** Slots of an hour: of the days that are over, and of those that are not yet. */
function hours(sqlite: Sqlite, minerKey: number, plan: HistoryPlan, chain: number | 'none'): StatusSlot[] {
  const long = readBlocks(sqlite, 'status_1h', minerKey, plan.fromAt, plan.toAt).flatMap(
    ({ block }) =>
      unpackBlock(block, STATUS_ROLL_UP_VERSION, (bytes) => unpackStatusSlots(bytes, 'narrow', chain)) ?? [],
  );
  return layOver(long, days(sqlite, minerKey, plan, 'wide', chain, true));
}

function filledSlots(sqlite: Sqlite, minerKey: number, plan: HistoryPlan): StatusSlot[] {
  return days(sqlite, minerKey, plan, 'narrow', 'none').filter(
    ({ at, source }) => source === 'filled' && at + FIVE_MINUTES_MS > plan.fromAt && at < plan.toAt,
  );
}

/** Puts what was filled between the readings, where there are none in all of its five minutes. */
function withFilled(slots: readonly StatusSlot[], filled: readonly StatusSlot[], slotMs: number): StatusSlot[] {
  if (filled.length === 0) return [...slots];
  const read = new Set(slots.map(({ at }) => slotStart(at, FIVE_MINUTES_MS)));
  const missing = filled.filter(({ at }) => !read.has(at)).map((slot) => ({ ...slot, at: slotStart(slot.at, slotMs) }));
  return [...slots, ...missing].sort((a, b) => a.at - b.at);
}

function chipSlots(sqlite: Sqlite, minerKey: number, wanted: ChipPlace, plan: HistoryPlan): readonly ChipSlot[] {
  const { fromAt, toAt, slotMs } = plan;
  const rows = chipRows(sqlite, minerKey, wanted, plan);
  const slotsOf = (tier: 'chip_1h' | 'chip_1d', openOnly = false): RolledChip[] =>
    readBlocks(sqlite, tier, minerKey, fromAt, toAt, openOnly).flatMap(
      ({ block }) => unpackBlock(block, CHIP_ROLL_UP_VERSION, (bytes) => unpackChipSlots(bytes, wanted)) ?? [],
    );
  if (plan.tier === 'raw') {
    const compacted = readBlocks(sqlite, 'chip_raw', minerKey, fromAt, toAt).flatMap(({ block }) =>
      (unpackBlock(block, CHIP_BLOCK_VERSION, (bytes) => readChipColumns(bytes, wanted)) ?? []).map(
        ({ recorded_at, chip }) => oneChip(recorded_at, wanted, chip),
      ),
    );
    const isMeant = ({ recorded_at }: RolledSnapshot): boolean => recorded_at >= fromAt && recorded_at < toAt;
    const readings = [...compacted.filter(isMeant), ...rows].sort((a, b) => a.recorded_at - b.recorded_at);
    return rollUpChips(readings, slotMs, false)[0]?.slots ?? [];
  }
  const hourly = plan.tier === '1h' ? slotsOf('chip_1h') : widenChips(slotsOf('chip_1h', true), slotMs, false);
  const kept = plan.tier === '1h' ? hourly : replaceChipSlots(slotsOf('chip_1d'), hourly);
  const isMeant = ({ at }: ChipSlot): boolean => at >= slotStart(fromAt, slotMs) && at < toAt;
  const meant = kept.map((chip) => ({ ...chip, slots: chip.slots.filter(isMeant) }));
  // Rolled up by itself the chip is the only one with its label.
  const fresh = rollUpChips(rows, slotMs, false).map((chip) => ({ ...chip, nth: wanted.nth }));
  return widenChips([...meant, ...fresh], slotMs, false)[0]?.slots ?? [];
}

function chipRows(
  sqlite: Sqlite,
  minerKey: number,
  wanted: ChipPlace,
  { fromAt, toAt }: HistoryPlan,
): RolledSnapshot[] {
  return prepared<[number, number, number, number], { recorded_at: number; frame: Buffer }>(
    sqlite,
    `SELECT recorded_at, frame FROM chain_snapshots JOIN chain_chips ON chain_snapshot_id = chain_snapshots.id
       WHERE miner_key = ? AND recorded_at >= ? AND recorded_at < ? AND chain_id = ? AND ${UNCOMPACTED_BOARD}
       ORDER BY recorded_at, chain_snapshots.id`,
  )
    .all(minerKey, fromAt, toAt, wanted.chain_id)
    .flatMap(({ recorded_at, frame }) => {
      const chip = unpackFrame(decompressFrame(frame)).filter(({ chip_id }) => chip_id === wanted.chip_id)[wanted.nth];
      return chip === undefined ? [] : oneChip(recorded_at, wanted, chip);
    });
}

function oneChip(
  recorded_at: number,
  { chain_id, chip_id }: ChipPlace,
  { hashrate_hs, temp_c, errors }: Pick<Chip, ChipFigure>,
): RolledSnapshot {
  return { recorded_at, chains: [{ chain_id, chips: [{ chip_id, hashrate_hs, temp_c, errors }] }] };
}
