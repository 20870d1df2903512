import type { TelemetrySnapshot } from '../../src-shared/model/index.ts';
import { BOARD_FIGURES, CHIP_FIGURES, openTelemetryBlock, readLayoutHead } from './chip-block.ts';
import { GRADES } from './chip-frame.ts';

const COLUMNS = ['recorded_at', 'chain_id', 'chip_id', ...CHIP_FIGURES] as const;
type ChipColumn = (typeof COLUMNS)[number];

/**
 * Readings of chips as columns, a row for each chip of each board at each moment: the oldest moment
 * first, boards and chips as the miner lists them. NaN where nothing was read; `grade` is a place
 * in `GRADES`, `throttled` 0 or 1.
 */
export interface ChipColumns extends Readonly<Record<ChipColumn, Float64Array>> {
  readonly rows: number;
}

/** All chips of one board position with the same labels, over the boards that have just those. */
interface Layout {
  /** For each of these boards, of which snapshot it is. */
  readonly snapshots: readonly number[];
  readonly chainIds: readonly number[];
  readonly chipIds: readonly number[];
  /** In the order of `CHIP_FIGURES`; in each, the readings of one chip are in a row. */
  readonly figures: readonly Float64Array[];
}

/**
 * The chips of a block from `fromAt` until before `toAt`: the block's columns become these without
 * a reading in between. Throws `FrameDamage` for a damaged block.
 */
export function chipColumnsOfBlock(block: Uint8Array, fromAt: number, toAt: number): ChipColumns {
  const { from, positions, recordedAts, boardCounts } = openTelemetryBlock(block);
  const layouts: Layout[][] = [];
  for (let position = 0; position < positions; position++) {
    const having = [...recordedAts.keys()].filter((i) => (boardCounts[i] as number) > position);
    const chainIds = from.known(having.length);
    from.skip(1 + BOARD_FIGURES.length);
    const { which, sizes } = readLayoutHead(from, having.length);
    layouts.push(
      sizes.map((size, layout) => {
        const boards = [...having.keys()].filter((board) => which[board] === layout);
        const count = size * boards.length;
        return {
          snapshots: boards.map((board) => having[board] as number),
          chainIds: boards.map((board) => chainIds[board] as number),
          chipIds: from.known(size),
          figures: CHIP_FIGURES.map(() => from.numbersOrNaN(count, boards.length)),
        };
      }),
    );
  }
  return inOrderOfTime(recordedAts, layouts, fromAt, toAt);
}

function inOrderOfTime(
  recordedAts: readonly number[],
  positions: readonly (readonly Layout[])[],
  fromAt: number,
  toAt: number,
): ChipColumns {
  // How many chips each board has: a position after another, a snapshot after another.
  const sizes = positions.map((layouts) => {
    const ofSnapshots = new Uint32Array(recordedAts.length);
    for (const { snapshots, chipIds } of layouts) for (const i of snapshots) ofSnapshots[i] = chipIds.length;
    return ofSnapshots;
  });
  const firstRows = positions.map(() => new Int32Array(recordedAts.length).fill(-1));
  const order = [...recordedAts.keys()]
    .filter((i) => (recordedAts[i] as number) >= fromAt && (recordedAts[i] as number) < toAt)
    .sort((a, b) => (recordedAts[a] as number) - (recordedAts[b] as number));
  let rows = 0;
  for (const i of order) {
    firstRows.forEach((first, position) => {
      first[i] = rows;
      rows += sizes[position]?.[i] as number;
    });
  }
  const columns = emptyColumns(rows);
  positions.forEach((layouts, position) => {
    for (const layout of layouts) place(columns, recordedAts, layout, firstRows[position] as Int32Array);
  });
  return columns;
}

/** Puts a layout where its rows are: each board's chips one after another. */
function place(columns: ChipColumns, recordedAts: readonly number[], layout: Layout, firstRows: Int32Array): void {
  const { snapshots, chainIds, chipIds, figures } = layout;
  const firsts = Int32Array.from(snapshots, (i) => firstRows[i] as number);
  firsts.forEach((first, board) => {
    if (first === -1) return;
    const end = first + chipIds.length;
    columns.recorded_at.fill(recordedAts[snapshots[board] as number] as number, first, end);
    columns.chain_id.fill(chainIds[board] as number, first, end);
    columns.chip_id.set(chipIds, first);
  });
  for (const [figure, name] of CHIP_FIGURES.entries())
    scatter(columns[name], figures[figure] as Float64Array, firsts, chipIds.length);
}

/** From a chip after another to a moment after another. Boards before whose row is -1 are left out. */
function scatter(into: Float64Array, values: Float64Array, firsts: Int32Array, chips: number): void {
  const boards = firsts.length;
  for (let board = 0; board < boards; board++) {
    const first = firsts[board] as number;
    if (first === -1) continue;
    for (let chip = 0, at = board; chip < chips; chip++, at += boards) into[first + chip] = values[at] as number;
  }
}

/** The chips of snapshots, in the order given. */
export function chipColumnsOf(snapshots: readonly TelemetrySnapshot[]): ChipColumns {
  const readings = snapshots.flatMap(({ recorded_at, chains }) =>
    chains.flatMap(({ chain_id, chips }) => chips.map((chip) => ({ recorded_at, chain_id, chip }))),
  );
  const columns = emptyColumns(readings.length);
  readings.forEach(({ recorded_at, chain_id, chip }, row) => {
    columns.recorded_at[row] = recorded_at;
    columns.chain_id[row] = chain_id;
    columns.chip_id[row] = chip.chip_id;
    columns.hashrate_hs[row] = chip.hashrate_hs ?? Number.NaN;
    columns.frequency_mhz[row] = chip.frequency_mhz ?? Number.NaN;
    columns.voltage_mv[row] = chip.voltage_mv ?? Number.NaN;
    columns.temp_c[row] = chip.temp_c ?? Number.NaN;
    columns.errors[row] = chip.errors ?? Number.NaN;
    columns.grade[row] = chip.grade === null ? Number.NaN : GRADES.indexOf(chip.grade);
    columns.throttled[row] = chip.throttled === null ? Number.NaN : Number(chip.throttled);
  });
  return columns;
}

function emptyColumns(rows: number): ChipColumns {
  const columns = COLUMNS.map((name) => [name, new Float64Array(rows)] as const);
  return { rows, ...(Object.fromEntries(columns) as Record<ChipColumn, Float64Array>) };
}
