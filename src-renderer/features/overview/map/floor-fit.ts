/** Widths of a cell in pixels, the largest first. */
export const CELL_SIZES = [30, 26, 22, 18, 16, 14, 12, 11, 10] as const;

const HEAD_PX = 26;
/** The line under the head of a rack that has a power limit. */
const LOAD_PX = 18;
const LEAST_BOX_PX = 84;
const LEAST_LOADED_BOX_PX = 122;
const AROUND_PX = 14;
const GAP_PX = 8;

/** How much room a box takes. */
export interface BoxSize {
  readonly cells: number;
  readonly columns: number;
  readonly hasLoad: boolean;
}

/**
 * The largest cells with which all boxes fit into an area, flowing from left to right; the smallest
 * where none do.
 */
export function fittingCell(boxes: readonly BoxSize[], widthPx: number, heightPx: number): number {
  const fits = CELL_SIZES.find((cellPx) => heightOf(boxes, cellPx, widthPx) <= heightPx);
  return fits ?? CELL_SIZES[CELL_SIZES.length - 1] ?? 10;
}

/** Whether all boxes are seen at once. */
export function fitsInto(boxes: readonly BoxSize[], cellPx: number, widthPx: number, heightPx: number): boolean {
  return heightOf(boxes, cellPx, widthPx) <= heightPx;
}

function heightOf(boxes: readonly BoxSize[], cellPx: number, widthPx: number): number {
  let [left, lineHeight, height] = [0, 0, 0];
  for (const { cells, columns, hasLoad } of boxes) {
    const width = Math.max(hasLoad ? LEAST_LOADED_BOX_PX : LEAST_BOX_PX, columns * cellPx) + AROUND_PX + GAP_PX;
    const headPx = HEAD_PX + (hasLoad ? LOAD_PX : 0);
    const boxHeight = Math.ceil(cells / columns) * cellPx + headPx + AROUND_PX + GAP_PX;
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
