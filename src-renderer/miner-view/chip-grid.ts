import type { BoardLayout } from '../../src-shared/model/index.ts';

/**
 * Where each chip of a board is drawn. `cells[i]` belongs to the i-th chip as the firmware lists
 * them.
 */
export interface ChipGrid {
  readonly columns: number;
  readonly rows: number;
  readonly cells: readonly { readonly column: number; readonly row: number }[];
}

/** Boards are drawn about this many chips wide where the firmware does not say how they lie. */
const IDEAL_COLUMNS = 20;

/**
 * The board's real layout where it fits the chips, each of them exactly once; else a plain grid in
 * the firmware's order.
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

/**
 * The number of columns nearest to the ideal that fills every row, or the ideal where none does.
 */
function evenColumns(chipCount: number): number {
  const candidates = Array.from({ length: 13 }, (_, i) => IDEAL_COLUMNS - 6 + i).filter((n) => chipCount % n === 0);
  candidates.sort((a, b) => Math.abs(a - IDEAL_COLUMNS) - Math.abs(b - IDEAL_COLUMNS));
  return candidates[0] ?? Math.max(1, Math.min(IDEAL_COLUMNS, chipCount));
}
