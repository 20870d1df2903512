import type { BoardLayout } from '../../src-shared/model/index.ts';

/**
 * The position of each chip of a board. `cells[i]` belongs to the i-th chip in the order of the
 * firmware.
 */
export interface ChipGrid {
  readonly columns: number;
  readonly rows: number;
  readonly cells: readonly { readonly column: number; readonly row: number }[];
}

/** Preferred number of columns if the firmware does not report the layout. */
const IDEAL_COLUMNS = 20;

/**
 * The real layout of the board if it contains each chip exactly once, otherwise a plain grid in the
 * order of the firmware.
 */
export function chipGrid(chipCount: number, layout: BoardLayout | null): ChipGrid {
  return realGrid(chipCount, layout?.rows ?? null) ?? plainGrid(chipCount);
}

function realGrid(chipCount: number, rows: BoardLayout['rows']): ChipGrid | null {
  if (rows === null) return null;
  const cells = new Map<number, { column: number; row: number }>();
  for (const [row, chips] of rows.entries()) {
    for (const [column, chip] of chips.entries()) {
      if (chip < 0) continue;
      if (chip >= chipCount || cells.has(chip)) return null;
      cells.set(chip, { column, row });
    }
  }
  if (cells.size !== chipCount) return null;
  const inOrder = [...cells.entries()].sort(([a], [b]) => a - b).map(([, cell]) => cell);
  return { columns: Math.max(...rows.map((row) => row.length)), rows: rows.length, cells: inOrder };
}

function plainGrid(chipCount: number): ChipGrid {
  const columns = evenColumns(chipCount);
  const cells = Array.from({ length: chipCount }, (_, i) => ({ column: i % columns, row: Math.floor(i / columns) }));
  return { columns, rows: Math.ceil(chipCount / columns), cells };
}

/** The number of columns closest to the ideal that fills every row, otherwise the ideal. */
function evenColumns(chipCount: number): number {
  const candidates = Array.from({ length: 13 }, (_, i) => IDEAL_COLUMNS - 6 + i).filter((n) => chipCount % n === 0);
  candidates.sort((a, b) => Math.abs(a - IDEAL_COLUMNS) - Math.abs(b - IDEAL_COLUMNS));
  return candidates[0] ?? Math.max(1, Math.min(IDEAL_COLUMNS, chipCount));
}
