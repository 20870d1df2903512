import type { Chain, Fan, Status, StatusFigures } from '../../src-shared/model/index.ts';
import { joulesPerTerahash } from '../../src-shared/units.ts';
import type { Figure } from './encoding/block-column.ts';
import { BlockReader, BlockWriter } from './encoding/column-block.ts';

/** Readings of one miner as they are compacted and read back. The id is that of the former row. */
export type CompactedStatus = Status & { readonly id: number };

export const STATUS_BLOCK_VERSION = 1;

type Column<T> = readonly [keyof T & string, 'number' | 'text'];

/** Changes need a new version: the positions are stored. A test compares them with the model. */
const FIGURES: readonly Column<StatusFigures>[] = [
  ['state', 'text'],
  ['state_seconds', 'number'],
  ['state_description', 'text'],
  ['failure_code', 'number'],
  ['preset', 'text'],
  ['hashrate_hs', 'number'],
  ['hashrate_average_hs', 'number'],
  ['hashrate_nominal_hs', 'number'],
  ['hashrate_expected_hs', 'number'],
  ['power_w', 'number'],
  ['efficiency_j_per_th', 'number'],
  ['pcb_temp_max_c', 'number'],
  ['chip_temp_min_c', 'number'],
  ['chip_temp_max_c', 'number'],
  ['hw_error_percent', 'number'],
  ['fan_count', 'number'],
  ['fan_duty_percent', 'number'],
  ['fan_rpm_max', 'number'],
  ['cooling_mode', 'text'],
  ['pool_url', 'text'],
  ['pool_user', 'text'],
  ['throttled_percent', 'number'],
  ['uptime_s', 'number'],
];
const FAN: readonly Column<Fan>[] = [
  ['fan_id', 'number'],
  ['rpm', 'number'],
  ['max_rpm', 'number'],
  ['status', 'text'],
];
const CHAIN: readonly Column<Chain>[] = [
  ['chain_id', 'number'],
  ['state', 'text'],
  ['state_description', 'text'],
  ['hashrate_hs', 'number'],
  ['hashrate_nominal_hs', 'number'],
  ['frequency_mhz', 'number'],
  ['voltage_v', 'number'],
  ['power_w', 'number'],
  ['pcb_temp_min_c', 'number'],
  ['pcb_temp_max_c', 'number'],
  ['chip_temp_min_c', 'number'],
  ['chip_temp_max_c', 'number'],
  ['water_inlet_temp_c', 'number'],
  ['water_outlet_temp_c', 'number'],
  ['hw_errors', 'number'],
  ['chips_red', 'number'],
  ['chips_orange', 'number'],
  ['chips_grey', 'number'],
];

/** How an efficiency is stored: usually it follows from power and hash rate, and needs no space. */
const EFFICIENCY = { follows: 0, unknown: 1, reported: 2 } as const;

/**
 * Packs readings in the given order. Columns: count, fan positions and chain positions; id;
 * recorded_at; the figures, with the kind of storage in place of the efficiency; the reported
 * efficiencies; fans of each, chains of each; for each position the columns of its fan, then of its
 * chain, over the readings that have one.
 */
export function packStatuses(statuses: readonly CompactedStatus[]): Uint8Array {
  const out = new BlockWriter();
  const fanPositions = Math.max(0, ...statuses.map(({ fans }) => fans.length));
  const chainPositions = Math.max(0, ...statuses.map(({ chains }) => chains.length));
  out.numbers([statuses.length, fanPositions, chainPositions]);
  out.numbers(statuses.map(({ id }) => id));
  out.numbers(statuses.map(({ recorded_at }) => recorded_at));
  const kept = statuses.map(howEfficiencyIsKept);
  for (const column of FIGURES) {
    if (column[0] === 'efficiency_j_per_th') out.numbers(kept);
    else writeColumn(out, statuses, column);
  }
  const reported = statuses.filter((_, i) => kept[i] === EFFICIENCY.reported);
  out.numbers(reported.map(({ efficiency_j_per_th }) => efficiency_j_per_th));
  out.numbers(statuses.map(({ fans }) => fans.length));
  out.numbers(statuses.map(({ chains }) => chains.length));
  writePositions(out, FAN, fanPositions, (position) => statuses.flatMap(({ fans }) => fans[position] ?? []));
  writePositions(out, CHAIN, chainPositions, (position) => statuses.flatMap(({ chains }) => chains[position] ?? []));
  return out.bytes(STATUS_BLOCK_VERSION);
}

/**
 * Returns exactly what was packed; with `figures only`, fans and chains are empty. Throws
 * `FrameDamage` for a damaged block.
 */
export function unpackStatuses(
  block: Uint8Array,
  parts: 'with parts' | 'figures only' = 'with parts',
): CompactedStatus[] {
  const { from, count, fanPositions, chainPositions, ids, recordedAts } = open(block);
  const rows = Array.from({ length: count }, (_, i) => ({
    id: ids[i] as number,
    recorded_at: recordedAts[i] as number,
    fans: [] as Fan[],
    chains: [] as Chain[],
  })) as (Record<string, unknown> & CompactedStatus)[];
  for (const column of FIGURES) readColumn(from, rows, column);
  const kept = rows.map(({ efficiency_j_per_th }) => efficiency_j_per_th);
  const reported = from.numbers(kept.filter((how) => how === EFFICIENCY.reported).length);
  restoreEfficiency(rows, kept, reported);
  if (parts === 'figures only') return rows;
  const fanCounts = from.known(count);
  const chainCounts = from.known(count);
  const havingMore = (counts: readonly number[]) => (position: number) =>
    rows.filter((_, i) => (counts[i] as number) > position);
  readPositions(from, FAN, fanPositions, havingMore(fanCounts), (row, fan) => row.fans.push(fan));
  readPositions(from, CHAIN, chainPositions, havingMore(chainCounts), (row, chain) => row.chains.push(chain));
  return rows;
}

/** The time of the last reading. Throws `FrameDamage` for a damaged block. */
export function lastReadingAt(block: Uint8Array): number {
  return open(block).recordedAts.reduce((last, at) => Math.max(last, at), 0);
}

/** The times of the readings. Throws `FrameDamage` for a damaged block. */
export function readReadingTimes(block: Uint8Array): number[] {
  return open(block).recordedAts;
}

/** Some figures of each reading, without reading the rest of the block. */
export function readFigureColumns<K extends keyof StatusFigures & string>(
  block: Uint8Array,
  wanted: readonly K[],
): { recordedAts: number[]; columns: Record<K, Figure[]> } {
  const { from, count, recordedAts } = open(block);
  const columns = {} as Record<K, Figure[]>;
  for (const [name] of FIGURES) {
    if (wanted.includes(name as K)) columns[name as K] = from.numbers(count);
    else from.skip(1);
  }
  return { recordedAts, columns };
}

/** The figures of a reading that show restarts and preset changes. */
export interface ChangeFigures extends Pick<StatusFigures, 'state' | 'state_seconds' | 'preset' | 'uptime_s'> {
  readonly recorded_at: number;
}

/** These figures of each reading, without reading the rest of the block. */
export function readChangeFigures(block: Uint8Array): ChangeFigures[] {
  const { from, recordedAts } = open(block);
  const rows = recordedAts.map((recorded_at) => ({ recorded_at }) as Record<string, unknown> & ChangeFigures);
  for (const column of FIGURES) {
    if (CHANGE_FIGURES.has(column[0])) readColumn(from, rows, column as Column<ChangeFigures>);
    else from.skip(1);
  }
  return rows;
}

const CHANGE_FIGURES: ReadonlySet<string> = new Set<keyof ChangeFigures>([
  'state',
  'state_seconds',
  'preset',
  'uptime_s',
]);

/** The readings of one board, without reading the rest of the block. */
export function readChainColumns(block: Uint8Array, chainId: number): { recorded_at: number; chain: Chain }[] {
  const { from, count, fanPositions, chainPositions, recordedAts } = open(block);
  from.skip(FIGURES.length + 2);
  const chainCounts = from.known(count);
  from.skip(fanPositions * FAN.length);
  const found: { recorded_at: number; chain: Chain }[] = [];
  for (let position = 0; position < chainPositions; position++) {
    const having = recordedAts.filter((_, i) => (chainCounts[i] as number) > position);
    const ids = from.known(having.length);
    if (!ids.includes(chainId)) {
      from.skip(CHAIN.length - 1);
      continue;
    }
    const chains = ids.map((chain_id) => ({ chain_id }) as Record<string, unknown> & Chain);
    for (const column of CHAIN.slice(1)) readColumn(from, chains, column);
    chains.forEach((chain, i) => {
      if (chain.chain_id === chainId) found.push({ recorded_at: having[i] as number, chain });
    });
  }
  return found.sort((a, b) => a.recorded_at - b.recorded_at);
}

function open(block: Uint8Array) {
  const from = new BlockReader(block);
  const [count = 0, fanPositions = 0, chainPositions = 0] = from.known(3);
  return { from, count, fanPositions, chainPositions, ids: from.known(count), recordedAts: from.known(count) };
}

function howEfficiencyIsKept({ power_w, hashrate_average_hs, efficiency_j_per_th }: CompactedStatus): number {
  const follows = joulesPerTerahash(power_w, hashrate_average_hs);
  if (Object.is(follows, efficiency_j_per_th)) return EFFICIENCY.follows;
  return efficiency_j_per_th === null ? EFFICIENCY.unknown : EFFICIENCY.reported;
}

function restoreEfficiency(
  rows: readonly CompactedStatus[],
  kept: readonly Figure[],
  reported: readonly Figure[],
): void {
  let next = 0;
  rows.forEach((row, i) => {
    const follows = kept[i] === EFFICIENCY.follows;
    const value = kept[i] === EFFICIENCY.reported ? (reported[next++] ?? null) : null;
    row.efficiency_j_per_th = follows ? joulesPerTerahash(row.power_w, row.hashrate_average_hs) : value;
  });
}

function writeColumn<T>(out: BlockWriter, rows: readonly T[], [name, kind]: Column<T>): void {
  if (kind === 'number') out.numbers(rows.map((row) => row[name] as Figure));
  else out.texts(rows.map((row) => row[name] as string | null));
}

function readColumn<T>(from: BlockReader, rows: readonly T[], [name, kind]: Column<T>): void {
  const values = kind === 'number' ? from.numbers(rows.length) : from.texts(rows.length);
  rows.forEach((row, i) => {
    (row as Record<string, unknown>)[name] = values[i] ?? null;
  });
}

function writePositions<T>(
  out: BlockWriter,
  columns: readonly Column<T>[],
  positions: number,
  partsAt: (position: number) => T[],
): void {
  for (let position = 0; position < positions; position++) {
    const parts = partsAt(position);
    for (const column of columns) writeColumn(out, parts, column);
  }
}

function readPositions<T>(
  from: BlockReader,
  columns: readonly Column<T>[],
  positions: number,
  rowsWith: (position: number) => readonly CompactedStatus[],
  give: (row: CompactedStatus, part: T) => void,
): void {
  for (let position = 0; position < positions; position++) {
    const having = rowsWith(position);
    const parts = having.map(() => ({}) as T);
    for (const column of columns) readColumn(from, parts, column);
    having.forEach((row, i) => {
      give(row, parts[i] as T);
    });
  }
}
