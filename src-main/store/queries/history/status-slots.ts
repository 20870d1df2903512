import { HOUR_MS } from '../../../../src-shared/milliseconds.ts';
import type { Chain } from '../../../../src-shared/model/index.ts';
import type { HistoryPlan } from '../../../history/plan-history.ts';
import { readChainColumns, readFigureColumns, STATUS_BLOCK_VERSION } from '../../../history/status-block.ts';
import {
  CHAIN_FIGURES,
  MINER_FIGURES,
  type MinerFigure,
  mergeSlots,
  type RolledStatus,
  rollUpStatuses,
  type StatusSlot,
  widenStatusSlots,
} from '../../../history/status-roll-up.ts';
import { STATUS_ROLL_UP_VERSION, unpackStatusSlots } from '../../../history/status-roll-up-block.ts';
import { FIVE_MINUTES_MS, slotStart } from '../../../history/tiers.ts';
import type { Sqlite } from '../../file/database-file.ts';
import { finite, prepared } from '../../file/statements.ts';
import { type BlockSpan, readBlocks, unpackBlock } from './history-blocks.ts';
import { UNCOMPACTED_STATUS } from './uncompacted-rows.ts';

/** Slots with the width of the plan, with the figures of the miner or of one board. */
export function statusSlots(sqlite: Sqlite, minerKey: number, plan: HistoryPlan, chain: number | 'none'): StatusSlot[] {
  const { fromAt, toAt, slotMs } = plan;
  const rows = readRows(sqlite, minerKey, fromAt, toAt, chain);
  if (plan.tier === 'raw') {
    const readings = [...compactedReadings(sqlite, minerKey, plan, chain), ...rows];
    readings.sort((a, b) => a.recorded_at - b.recorded_at);
    return withFilled(readings, chain === 'none' ? filledSlots(sqlite, minerKey, plan) : [], slotMs);
  }
  const narrowMs = plan.tier === '5min' ? FIVE_MINUTES_MS : HOUR_MS;
  const kept =
    plan.tier === '5min'
      ? days(sqlite, minerKey, plan, { width: 'narrow', chain })
      : hours(sqlite, minerKey, plan, chain);
  const fresh = rollUpStatuses(rows, narrowMs, false);
  const read = new Set(fresh.map(({ at }) => at));
  const isMeant = ({ at, source }: StatusSlot): boolean =>
    at >= slotStart(fromAt, narrowMs) && at < toAt && !(source === 'filled' && read.has(at));
  return widenStatusSlots([...kept.filter(isMeant), ...fresh], slotMs, false);
}

/** The five-minute slots of readings that are still rows. */
export function freshSlots(sqlite: Sqlite, minerKey: number, fromAt: number, toAt: number): StatusSlot[] {
  return rollUpStatuses(readRows(sqlite, minerKey, fromAt, toAt, 'none'), FIVE_MINUTES_MS, false);
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
  for (const { block } of readBlocks(sqlite, 'status_raw', minerKey, { fromAt, toAt })) {
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

/** Statuses that are still rows. */
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
  span: BlockSpan,
  { width, chain }: { readonly width: 'narrow' | 'wide'; readonly chain: number | 'none' },
): StatusSlot[] {
  return readBlocks(sqlite, 'status_5min', minerKey, span).flatMap(
    ({ block }) => unpackBlock(block, STATUS_ROLL_UP_VERSION, (bytes) => unpackStatusSlots(bytes, width, chain)) ?? [],
  );
}

/** Slots of an hour: from days that are over, and from those that are not. */
function hours(sqlite: Sqlite, minerKey: number, { fromAt, toAt }: HistoryPlan, chain: number | 'none'): StatusSlot[] {
  const long = readBlocks(sqlite, 'status_1h', minerKey, { fromAt, toAt }).flatMap(
    ({ block }) =>
      unpackBlock(block, STATUS_ROLL_UP_VERSION, (bytes) => unpackStatusSlots(bytes, 'narrow', chain)) ?? [],
  );
  return mergeSlots(long, days(sqlite, minerKey, { fromAt, toAt, openOnly: true }, { width: 'wide', chain }));
}

function filledSlots(sqlite: Sqlite, minerKey: number, plan: HistoryPlan): StatusSlot[] {
  return days(sqlite, minerKey, plan, { width: 'narrow', chain: 'none' }).filter(
    ({ at, source }) => source === 'filled' && at + FIVE_MINUTES_MS > plan.fromAt && at < plan.toAt,
  );
}

/** Adds filled slots where there is no reading in their five minutes. */
function withFilled(readings: readonly RolledStatus[], filled: readonly StatusSlot[], slotMs: number): StatusSlot[] {
  const read = new Set(readings.map(({ recorded_at }) => slotStart(recorded_at, FIVE_MINUTES_MS)));
  const missing = filled.filter(({ at }) => !read.has(at));
  if (missing.length === 0) return rollUpStatuses(readings, slotMs, false);
  if (slotMs > FIVE_MINUTES_MS)
    return widenStatusSlots([...rollUpStatuses(readings, FIVE_MINUTES_MS, false), ...missing], slotMs, false);
  return [...rollUpStatuses(readings, slotMs, false), ...missing].sort((a, b) => a.at - b.at);
}
