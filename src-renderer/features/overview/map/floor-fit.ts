import { columnsOf } from './floor.ts';

/** Widths of a cell in pixels, the largest first. */
export const CELL_SIZES = [30, 26, 22, 18, 16, 14, 12, 11, 10] as const;

const HEAD_PX = 26;
const LEAST_BOX_PX = 84;
const AROUND_PX = 14;
const GAP_PX = 8;

/**
 * The largest cells with which all boxes fit into an area, flowing from left to right; the smallest
 * where none do.
 */
export function fittingCell(sizes: readonly number[], widthPx: number, heightPx: number): number {
  const fits = CELL_SIZES.find((cellPx) => heightOf(sizes, cellPx, widthPx) <= heightPx);
  return fits ?? CELL_SIZES[CELL_SIZES.length - 1] ?? 10;
}

function heightOf(sizes: readonly number[], cellPx: number, widthPx: number): number {
  let [left, lineHeight, height] = [0, 0, 0];
  for (const size of sizes) {
    const columns = columnsOf(size);
    const width = Math.max(LEAST_BOX_PX, columns * cellPx) + AROUND_PX + GAP_PX;
    const boxHeight = Math.ceil(size / columns) * cellPx + HEAD_PX + AROUND_PX + GAP_PX;
    if (left > 0 && left + width > widthPx) {
      height += lineHeight;
      [left, lineHeight] = [0, 0];
    }
    left += width;
    lineHeight = Math.max(lineHeight, boxHeight);
  }
  return height + lineHeight;
}

/** The next larger or smaller cell. */
export function zoomed(cellPx: number, step: 1 | -1): number {
  const at = CELL_SIZES.findIndex((size) => size <= cellPx);
  return CELL_SIZES[Math.max(0, Math.min(CELL_SIZES.length - 1, at - step))] ?? cellPx;
}
