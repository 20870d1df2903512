import type { ChainSnapshot, Chip, TelemetrySnapshot } from '../../src-shared/model/index.ts';
import { GRADES } from './chip-frame.ts';
import type { ChipIdentity } from './chip-identity.ts';
import type { Figure } from './encoding/block-column.ts';
import { BlockReader, BlockWriter } from './encoding/column-block.ts';

export const CHIP_BLOCK_VERSION = 1;

type Board = Omit<ChainSnapshot, 'chips'>;

/** The columns of a board and of a chip. Changes need a new version: the positions are stored. */
export const BOARD_FIGURES = ['hashrate_hs', 'hashrate_nominal_hs', 'frequency_mhz'] as const;
export const CHIP_FIGURES = [
  'hashrate_hs',
  'frequency_mhz',
  'voltage_mv',
  'temp_c',
  'errors',
  'grade',
  'throttled',
] as const;

/**
 * All chips of a board position with the same labels in the same order, over the snapshots with
 * exactly these.
 */
interface Layout {
  readonly chipIds: readonly number[];
  readonly boards: ChainSnapshot[];
}

/**
 * Packs the readings of one miner's boards, in the given order. Columns: snapshots and board
 * positions; recorded_at; status_id; boards of each. For each position, over the snapshots that
 * have one: chain_id, state, the figures of the board, the layout (which chips, in which order);
 * layouts and the chips of each; for each layout the labels, then the figures of its chips, with
 * the readings of each chip in a row.
 */
export function packTelemetryBlock(snapshots: readonly TelemetrySnapshot[]): Uint8Array {
  const out = new BlockWriter();
  const positions = Math.max(0, ...snapshots.map(({ chains }) => chains.length));
  out.numbers([snapshots.length, positions]);
  out.numbers(snapshots.map(({ recorded_at }) => recorded_at));
  out.numbers(snapshots.map(({ status_id }) => status_id));
  out.numbers(snapshots.map(({ chains }) => chains.length));
  for (let position = 0; position < positions; position++) {
    const boards = snapshots.flatMap(({ chains }) => chains[position] ?? []);
    out.numbers(boards.map(({ chain_id }) => chain_id));
    out.texts(boards.map(({ state }) => state));
    for (const figure of BOARD_FIGURES) out.numbers(boards.map((board) => board[figure]));
    writeLayouts(out, boards);
  }
  return out.bytes(CHIP_BLOCK_VERSION);
}

/** Returns exactly what was packed. Throws `FrameDamage` for a damaged block. */
export function unpackTelemetryBlock(block: Uint8Array): TelemetrySnapshot[] {
  const opened = openTelemetryBlock(block);
  const snapshots = opened.recordedAts.map((recorded_at, i) => ({
    recorded_at,
    status_id: opened.statusIds[i] ?? null,
    chains: [] as ChainSnapshot[],
  }));
  for (let position = 0; position < opened.positions; position++) {
    const having = snapshots.filter((_, i) => (opened.boardCounts[i] as number) > position);
    const boards = readBoards(opened.from, having.length);
    const chips = readLayouts(opened.from, having.length);
    having.forEach(({ chains }, i) => {
      chains.push({ ...(boards[i] as Board), chips: chips[i] as Chip[] });
    });
  }
  return snapshots;
}

/** The readings of one chip. */
export function readChipColumns(
  block: Uint8Array,
  { chain_id: chainId, chip_id: chipId, nth }: ChipIdentity,
): { recorded_at: number; chip: Pick<Chip, 'hashrate_hs' | 'temp_c' | 'errors'> }[] {
  const opened = openTelemetryBlock(block);
  const found: ReturnType<typeof readChipColumns> = [];
  for (let position = 0; position < opened.positions; position++) {
    const having = opened.recordedAts.filter((_, i) => (opened.boardCounts[i] as number) > position);
    const chainIds = opened.from.known(having.length);
    opened.from.skip(1 + BOARD_FIGURES.length);
    const { which, sizes } = readLayoutHead(opened.from, having.length);
    sizes.forEach((size, layout) => {
      const ats = having.filter((_, i) => which[i] === layout);
      const chips = opened.from.known(size);
      const chip = nthIndex(chips, chipId, nth);
      if (chip === -1 || !chainIds.includes(chainId)) {
        opened.from.skip(CHIP_FIGURES.length);
        return;
      }
      const row = (values: Figure[]): Figure[] => values.slice(chip * ats.length, (chip + 1) * ats.length);
      const read = (): Figure[] => row(opened.from.numbers(size * ats.length, ats.length));
      const hashrates = read();
      opened.from.skip(2);
      const temps = read();
      const errors = read();
      opened.from.skip(2);
      const ids = chainIds.filter((_, i) => which[i] === layout);
      ats.forEach((recorded_at, i) => {
        if (ids[i] !== chainId) return;
        const reading = { hashrate_hs: hashrates[i] ?? null, temp_c: temps[i] ?? null, errors: errors[i] ?? null };
        found.push({ recorded_at, chip: reading });
      });
    });
  }
  return found.sort((a, b) => a.recorded_at - b.recorded_at);
}

function nthIndex(chips: readonly number[], chipId: number, nth: number): number {
  let at = chips.indexOf(chipId);
  for (let before = 0; at !== -1 && before < nth; before++) at = chips.indexOf(chipId, at + 1);
  return at;
}

/** An opened block with the data of its snapshots; `from` is at the first board position. */
export function openTelemetryBlock(block: Uint8Array) {
  const from = new BlockReader(block);
  const [count = 0, positions = 0] = from.known(2);
  const recordedAts = from.known(count);
  const statusIds = from.numbers(count);
  return { from, positions, recordedAts, statusIds, boardCounts: from.known(count) };
}

function readBoards(from: BlockReader, count: number): Board[] {
  const ids = from.known(count);
  const states = from.texts(count);
  const figures = BOARD_FIGURES.map(() => from.numbers(count));
  return ids.map((chain_id, i) => ({
    chain_id,
    state: states[i] ?? null,
    hashrate_hs: figures[0]?.[i] ?? null,
    hashrate_nominal_hs: figures[1]?.[i] ?? null,
    frequency_mhz: figures[2]?.[i] ?? null,
  }));
}

function writeLayouts(out: BlockWriter, boards: readonly ChainSnapshot[]): void {
  const layouts = new Map<string, Layout & { readonly position: number }>();
  const which = boards.map((board) => {
    const chipIds = board.chips.map(({ chip_id }) => chip_id);
    const key = chipIds.join();
    const layout = layouts.get(key) ?? { chipIds, boards: [], position: layouts.size };
    layouts.set(key, layout);
    layout.boards.push(board);
    return layout.position;
  });
  out.numbers(which);
  out.numbers([layouts.size]);
  out.numbers([...layouts.values()].map(({ chipIds }) => chipIds.length));
  for (const { chipIds, boards } of layouts.values()) {
    out.numbers(chipIds);
    for (const values of chipColumns(boards, chipIds.length)) out.numbers(values, boards.length);
  }
}

/** The layout of each board, and the number of chips of each layout. */
export function readLayoutHead(from: BlockReader, boards: number): { which: number[]; sizes: number[] } {
  const which = from.known(boards);
  const [layouts = 0] = from.known(1);
  return { which, sizes: from.known(layouts) };
}

function readLayouts(from: BlockReader, boards: number): Chip[][] {
  const { which, sizes } = readLayoutHead(from, boards);
  const chips: Chip[][] = Array.from({ length: boards }, () => []);
  sizes.forEach((size, layout) => {
    const having = chips.filter((_, i) => which[i] === layout);
    const ids = from.known(size);
    const figures = CHIP_FIGURES.map(() => from.numbers(size * having.length, having.length));
    const [hashrates, frequencies, voltages, temps, errors, grades, throttled] = figures;
    for (let chip = 0, at = 0; chip < size; chip++) {
      for (const of of having) {
        const grade = grades?.[at] ?? null;
        const isThrottled = throttled?.[at] ?? null;
        of.push({
          chip_id: ids[chip] as number,
          hashrate_hs: hashrates?.[at] ?? null,
          frequency_mhz: frequencies?.[at] ?? null,
          voltage_mv: voltages?.[at] ?? null,
          temp_c: temps?.[at] ?? null,
          errors: errors?.[at] ?? null,
          grade: grade === null ? null : (GRADES[grade] ?? null),
          throttled: isThrottled === null ? null : isThrottled === 1,
        });
        at++;
      }
    }
  });
  return chips;
}

/**
 * In the order of `CHIP_FIGURES`. In one pass, because an hour of a miner has a hundred thousand.
 */
function chipColumns(boards: readonly ChainSnapshot[], chips: number): Figure[][] {
  const columns = CHIP_FIGURES.map(() => new Array<Figure>(chips * boards.length).fill(null));
  const [hashrates, frequencies, voltages, temps, errors, grades, throttled] = columns as [
    Figure[],
    Figure[],
    Figure[],
    Figure[],
    Figure[],
    Figure[],
    Figure[],
  ];
  boards.forEach((board, moment) => {
    for (let chip = 0, at = moment; chip < chips; chip++, at += boards.length) {
      const reading = board.chips[chip] as Chip;
      hashrates[at] = reading.hashrate_hs;
      frequencies[at] = reading.frequency_mhz;
      voltages[at] = reading.voltage_mv;
      temps[at] = reading.temp_c;
      errors[at] = reading.errors;
      grades[at] = reading.grade === null ? null : GRADES.indexOf(reading.grade);
      throttled[at] = reading.throttled === null ? null : Number(reading.throttled);
    }
  });
  return columns;
}
