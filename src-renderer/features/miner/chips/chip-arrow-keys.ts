import type { ChipGrid } from '../../../miner-view/chip-grid.ts';

/** The arrow key for a step on the board. */
export type ChipStep = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

const STEPS: Readonly<Record<ChipStep, { readonly column: number; readonly row: number }>> = {
  ArrowLeft: { column: -1, row: 0 },
  ArrowRight: { column: 1, row: 0 },
  ArrowUp: { column: 0, row: -1 },
  ArrowDown: { column: 0, row: 1 },
};

export function isChipStep(key: string): key is ChipStep {
  return key in STEPS;
}

/**
 * The index of the nearest chip in a direction, across gaps in the layout; the same index if there
 * is none.
 */
export function stepChip(grid: ChipGrid, index: number, key: ChipStep): number {
  const from = grid.cells[index];
  if (from === undefined) return index;
  const step = STEPS[key];
  let best = index;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const [i, cell] of grid.cells.entries()) {
    const along = (cell.column - from.column) * step.column + (cell.row - from.row) * step.row;
    if (along <= 0) continue;
    const aside = Math.abs(step.column === 0 ? cell.column - from.column : cell.row - from.row);
    // Left and right stay in the row; up and down go to the nearest chip of the next row.
    if (step.row === 0 && aside > 0) continue;
    const cost = along * grid.columns + aside;
    if (cost < bestCost) {
      best = i;
      bestCost = cost;
    }
  }
  return best;
}
