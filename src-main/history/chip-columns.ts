import type { TelemetrySnapshot } from '../../src-shared/model/index.ts';
import { BOARD_FIGURES, CHIP_FIGURES, openTelemetryBlock, readLayoutHead } from './chip-block.ts';
import { type FrameColumns, GRADES } from './chip-frame.ts';
import { type CodedNumbers, ColumnMemory, NO_CODE, withOwnCodes } from './encoding/coded-numbers.ts';
import type { BlockReader } from './encoding/column-block.ts';

const COLUMNS = ['recorded_at', 'chain_id', 'chip_id', ...CHIP_FIGURES] as const;
type ChipColumn = (typeof COLUMNS)[number];

/**
 * Readings of chips as columns, one row for each chip of each board at each time: oldest first,
 * boards and chips in the order of the miner. `NO_CODE` where nothing was read; `grade` is an index
 * in `GRADES`, `throttled` 0 or 1.
 */
export interface ChipColumns extends Readonly<Record<ChipColumn, CodedNumbers>> {
  readonly rows: number;
}

/** All chips of a board position with the same labels, over the boards with exactly these. */
interface Layout {
  /** The snapshot of each of these boards. */
  readonly snapshots: readonly number[];
  readonly chainIds: readonly number[];
  readonly chipIds: readonly number[];
  /** The first column of the figures in the block; in each, the readings of a chip are in a row. */
  readonly figuresAt: number;
}

/** A board at one time; `chips` is null if they are damaged. */
export interface ReadBoard {
  readonly recorded_at: number;
  readonly chain_id: number;
  readonly chips: FrameColumns | null;
}

/**
 * Builds row columns from the columns of a block or of frames, without readings as objects. A
 * result is valid until the next call, which reuses its memory.
 */
export class ChipColumnsReader {
  readonly #columns = columnsOf(() => new ColumnInParts());
  readonly #memory = new ColumnMemory();

  /** The chips from `fromAt` to before `toAt`. Throws `FrameDamage` for a damaged block. */
  ofBlock(block: Uint8Array, fromAt: number, toAt: number): ChipColumns {
    const { from, positions, recordedAts, boardCounts } = openTelemetryBlock(block);
    const layouts: Layout[][] = [];
    for (let position = 0; position < positions; position++) {
      const having = [...recordedAts.keys()].filter((i) => (boardCounts[i] as number) > position);
      layouts.push(readPosition(from, having));
    }
    const order = [...recordedAts.keys()]
      .filter((i) => (recordedAts[i] as number) >= fromAt && (recordedAts[i] as number) < toAt)
      .sort((a, b) => (recordedAts[a] as number) - (recordedAts[b] as number));
    const { rows, firstRows } = rowsOf(layouts, order, recordedAts.length);
    this.#begin(rows).recorded_at.add(recordedAts);
    layouts.forEach((some, position) => {
      for (const layout of some) this.#place(from, layout, firstRows[position] as Int32Array);
    });
    return this.#whole(rows);
  }

  /** The chips of boards, in the given order. */
  ofBoards(boards: Iterable<ReadBoard>): ChipColumns {
    const columns = this.#begin(0);
    let start = 0;
    for (const { recorded_at, chain_id, chips } of boards) {
      if (chips === null) continue;
      const end = start + chips.chip_id.length;
      for (const name of COLUMNS) columns[name].grow(end);
      columns.recorded_at.codes.fill(columns.recorded_at.add([recorded_at]), start, end);
      columns.chain_id.codes.fill(columns.chain_id.add([chain_id]), start, end);
      for (const name of ['chip_id', ...CHIP_FIGURES] as const) {
        const values = chips[name];
        const first = columns[name].add(values);
        const { codes } = columns[name];
        for (let i = 0; i < values.length; i++) codes[start + i] = values[i] === null ? NO_CODE : first + i;
      }
      start = end;
    }
    return this.#whole(start);
  }

  #begin(rows: number): Readonly<Record<ChipColumn, ColumnInParts>> {
    for (const name of COLUMNS) this.#columns[name].begin(rows);
    return this.#columns;
  }

  #whole(rows: number): ChipColumns {
    return { rows, ...columnsOf((name) => this.#columns[name].whole()) };
  }

  /** Writes a layout into its rows: the chips of each board one after another. */
  #place(from: BlockReader, layout: Layout, firstRows: Int32Array): void {
    const { snapshots, chainIds, chipIds, figuresAt } = layout;
    const columns = this.#columns;
    const firsts = Int32Array.from(snapshots, (i) => firstRows[i] as number);
    const firstChain = columns.chain_id.add(chainIds);
    const firstChip = columns.chip_id.add(chipIds);
    const chipCodes = Int32Array.from(chipIds, (_, chip) => firstChip + chip);
    firsts.forEach((first, board) => {
      if (first === -1) return;
      const end = first + chipIds.length;
      columns.recorded_at.codes.fill(snapshots[board] as number, first, end);
      columns.chain_id.codes.fill(firstChain + board, first, end);
      columns.chip_id.codes.set(chipCodes, first);
    });
    from.goTo(figuresAt);
    for (const name of CHIP_FIGURES) {
      const { codes, values } = from.coded(chipIds.length * snapshots.length, snapshots.length, this.#memory);
      scatter(columns[name].codes, codes, columns[name].add(values), firsts, chipIds.length);
    }
  }
}

/** The layouts of a board position in these snapshots. */
function readPosition(from: BlockReader, having: readonly number[]): Layout[] {
  const chainIds = from.known(having.length);
  from.skip(1 + BOARD_FIGURES.length);
  const { which, sizes } = readLayoutHead(from, having.length);
  return sizes.map((size, layout) => {
    const boards = [...having.keys()].filter((board) => which[board] === layout);
    return {
      snapshots: boards.map((board) => having[board] as number),
      chainIds: boards.map((board) => chainIds[board] as number),
      chipIds: from.known(size),
      figuresAt: from.skip(CHIP_FIGURES.length),
    };
  });
}

/**
 * The first row of each board position, for each snapshot: ordered by snapshot, then position. -1
 * for a snapshot that is not in `order`.
 */
function rowsOf(
  positions: readonly (readonly Layout[])[],
  order: readonly number[],
  snapshots: number,
): { rows: number; firstRows: Int32Array[] } {
  const sizes = positions.map((layouts) => {
    const ofSnapshots = new Uint32Array(snapshots);
    for (const layout of layouts) for (const i of layout.snapshots) ofSnapshots[i] = layout.chipIds.length;
    return ofSnapshots;
  });
  const firstRows = positions.map(() => new Int32Array(snapshots).fill(-1));
  let rows = 0;
  for (const i of order) {
    firstRows.forEach((first, position) => {
      first[i] = rows;
      rows += sizes[position]?.[i] as number;
    });
  }
  return { rows, firstRows };
}

/** A column that is assembled from parts, each with its own values. */
class ColumnInParts {
  #codes = new Int32Array(0);
  #values = new Float64Array(0);
  #count = 0;
  /** One code for each row, to be set from the codes of its part. */
  codes = this.#codes;

  begin(rows: number): void {
    this.#count = 0;
    this.grow(rows);
  }

  grow(rows: number): void {
    if (this.#codes.length < rows) {
      const larger = new Int32Array(2 * rows);
      larger.set(this.#codes);
      this.#codes = larger;
    }
    this.codes = this.#codes.subarray(0, rows);
  }

  /** Adds the values of a part, with any number for a null; returns the code of the first. */
  add(values: ArrayLike<number | null>): number {
    const first = this.#count;
    this.#count += values.length;
    if (this.#values.length < this.#count) {
      const larger = new Float64Array(2 * this.#count);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values.set(values as ArrayLike<number>, first);
    return first;
  }

  whole(): CodedNumbers {
    return { codes: this.codes, values: this.#values.subarray(0, this.#count) };
  }
}

/** From the order chip, time to the order time, chip. Boards whose first row is -1 are left out. */
function scatter(into: Int32Array, codes: Int32Array, firstCode: number, firsts: Int32Array, chips: number): void {
  const boards = firsts.length;
  for (let board = 0; board < boards; board++) {
    const first = firsts[board] as number;
    if (first === -1) continue;
    for (let chip = 0, at = board; chip < chips; chip++, at += boards) {
      const code = codes[at] as number;
      into[first + chip] = code === NO_CODE ? NO_CODE : firstCode + code;
    }
  }
}

/** The chips of snapshots, in the given order. */
export function chipColumnsOf(snapshots: readonly TelemetrySnapshot[]): ChipColumns {
  const readings = snapshots.flatMap(({ recorded_at, chains }) =>
    chains.flatMap(({ chain_id, chips }) => chips.map((chip) => ({ recorded_at, chain_id, chip }))),
  );
  const numbers = columnsOf(() => new Float64Array(readings.length));
  readings.forEach(({ recorded_at, chain_id, chip }, row) => {
    numbers.recorded_at[row] = recorded_at;
    numbers.chain_id[row] = chain_id;
    numbers.chip_id[row] = chip.chip_id;
    numbers.hashrate_hs[row] = chip.hashrate_hs ?? Number.NaN;
    numbers.frequency_mhz[row] = chip.frequency_mhz ?? Number.NaN;
    numbers.voltage_mv[row] = chip.voltage_mv ?? Number.NaN;
    numbers.temp_c[row] = chip.temp_c ?? Number.NaN;
    numbers.errors[row] = chip.errors ?? Number.NaN;
    numbers.grade[row] = chip.grade === null ? Number.NaN : GRADES.indexOf(chip.grade);
    numbers.throttled[row] = chip.throttled === null ? Number.NaN : Number(chip.throttled);
  });
  return { rows: readings.length, ...columnsOf((name) => withOwnCodes(numbers[name])) };
}

function columnsOf<T>(make: (name: ChipColumn) => T): Record<ChipColumn, T> {
  return Object.fromEntries(COLUMNS.map((name) => [name, make(name)])) as Record<ChipColumn, T>;
}
