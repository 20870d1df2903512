import type { ChipTempMean } from '../../history/chip-temp-means.ts';
import type { StatusSlot } from '../../history/status-roll-up.ts';
import { slotStart } from '../../history/tiers.ts';
import type { OutgoingStatus } from '../../store/queries/history/outgoing-statuses.ts';
import { boardSlots } from '../board-readings.ts';
import { combineReadings } from '../combine-readings.ts';
import { type Figure, OUTGOING_BOARD_FIGURES, OUTGOING_MINER_FIGURES } from '../outgoing-figures.ts';
import { splitInHalf } from '../split-in-half.ts';
import type { Partitioned } from './schema-migrations.ts';
import { cleanText } from './upserted-tables.ts';

/** A row of readings: the values of its columns, in their order. */
export type Row = readonly (string | number | null)[];

export type ReadingRows = Readonly<Record<Partitioned, readonly Row[]>>;

interface ReadingsTable {
  /** The columns as sent, without `site_id`. `at_s` is in UNIX seconds. */
  readonly columns: Readonly<Record<string, string>>;
  readonly key: readonly string[];
}

/** Rows are sent with the columns of their table, except for the time, and the site they share. */
export const READINGS: Readonly<Record<Partitioned, ReadingsTable>> = {
  statuses: {
    columns: {
      miner_id: 'macaddr',
      at_s: 'bigint',
      readings: 'smallint',
      state: 'text',
      hashrate_hs: 'double precision',
      power_w: 'double precision',
      efficiency_j_per_th: 'real',
      chip_temp_max_c: 'real',
      fan_duty_percent: 'real',
    },
    key: ['miner_id', 'at_s'],
  },
  boards: {
    columns: {
      miner_id: 'macaddr',
      at_s: 'bigint',
      board: 'smallint',
      hashrate_hs: 'double precision',
      power_w: 'real',
      chip_temp_min_c: 'real',
      chip_temp_mean_c: 'real',
      chip_temp_max_c: 'real',
      chips_red: 'bigint',
      chips_orange: 'bigint',
      chips_grey: 'bigint',
      hw_errors: 'bigint',
    },
    key: ['miner_id', 'at_s', 'board'],
  },
  statuses_5min: {
    columns: {
      miner_id: 'macaddr',
      at_s: 'bigint',
      source: 'text',
      readings: 'smallint',
      hashrate_hs: 'double precision',
      power_w: 'double precision',
      chip_temp_max_c: 'real',
      pcb_temp_max_c: 'real',
      fan_duty_percent: 'real',
      hw_error_percent: 'real',
    },
    key: ['miner_id', 'at_s'],
  },
};

const TYPES: Readonly<Record<Partitioned, readonly string[]>> = {
  statuses: Object.values(READINGS.statuses.columns),
  boards: Object.values(READINGS.boards.columns),
  statuses_5min: Object.values(READINGS.statuses_5min.columns),
};

/**
 * One row for each slot of `sampleMs` in which a miner was read, and one for each of its boards that
 * was.
 */
export function readingRows(
  mac: string,
  statuses: readonly OutgoingStatus[],
  temps: readonly ChipTempMean[],
  sampleMs: number,
): { readonly statuses: Row[]; readonly boards: Row[] } {
  const rows = { statuses: [] as Row[], boards: [] as Row[] };
  for (const [at, all] of Map.groupBy(statuses, ({ recorded_at }) => slotStart(recorded_at, sampleMs))) {
    const state = all.at(-1)?.state ?? null;
    const own = [
      mac,
      at / 1000,
      all.length,
      state === null ? null : cleanText(state),
      ...folded(OUTGOING_MINER_FIGURES, all),
    ];
    rows.statuses.push(fitting('statuses', own));
  }
  // The board is part of the key: a board whose number does not fit the column has no row.
  for (const [board, slots] of boardSlots(statuses, temps, sampleMs))
    if (fits('smallint', board))
      for (const [at, readings] of slots)
        rows.boards.push(fitting('boards', [mac, at / 1000, board, ...folded(OUTGOING_BOARD_FIGURES, readings)]));
  return rows;
}

/** Rows of five-minute slots. */
export function slotRows(mac: string, slots: readonly StatusSlot[]): Row[] {
  return slots.map(({ at, source, readings, figures }) =>
    fitting('statuses_5min', [
      mac,
      at / 1000,
      source,
      readings,
      rounded(figures.hashrate_hs?.mean, 0),
      rounded(figures.power_w?.mean, 2),
      rounded(figures.chip_temp_max_c?.max, 2),
      rounded(figures.pcb_temp_max_c?.max, 2),
      rounded(figures.fan_duty_percent?.mean, 2),
      rounded(figures.hw_error_percent?.mean, 3),
    ]),
  );
}

/** The largest number of each column type. */
const MOST: Readonly<Record<string, number>> = {
  smallint: 32_767,
  bigint: Number.MAX_SAFE_INTEGER,
  real: 3.4e38,
  'double precision': Number.MAX_VALUE,
};

function fits(type: string, value: number): boolean {
  return Math.abs(value) <= (MOST[type] ?? 0);
}

/**
 * Replaces a number that does not fit its column with null. It is no real measurement, and the
 * whole batch would be refused for it.
 */
function fitting(table: Partitioned, row: Row): Row {
  const types = TYPES[table];
  return row.map((value, i) => (typeof value === 'number' && !fits(types[i] ?? '', value) ? null : value));
}

/** The rows of each half of the miners; empty for fewer than two miners. */
export function halvesByMiner({ statuses, boards, statuses_5min }: ReadingRows): ReadingRows[] {
  const miners = new Set([...statuses, ...boards, ...statuses_5min].map(([miner]) => miner));
  return splitInHalf([...miners]).map((half) => {
    const own = new Set(half);
    const of = (rows: readonly Row[]): Row[] => rows.filter(([miner]) => own.has(miner ?? null));
    return { statuses: of(statuses), boards: of(boards), statuses_5min: of(statuses_5min) };
  });
}

function folded<T extends object>(figures: readonly Figure<T>[], all: readonly T[]): (number | null)[] {
  return figures.map(({ key, fold, digits }) => rounded(combineReadings(all, key, fold), digits));
}

/** Still finer than any miner measures, and shorter to send. */
function rounded(value: number | null | undefined, digits: number): number | null {
  return value == null ? null : Math.round(value * 10 ** digits) / 10 ** digits;
}
