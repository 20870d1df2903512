/**
 * Cell widths in pixels, the largest first. Below `LEAST_MARK_PX` a cell is a heat dot and not a
 * mark; below `LEAST_NAMED_PX` its box has a name only where there is room for all names. So a farm
 * of ten thousand miners is visible as a whole.
 */
export const CELL_SIZES = [30, 26, 22, 18, 16, 14, 12, 11, 10, 8, 6, 5, 4] as const;
const SMALLEST = 4;
const LEAST_MARK_PX = 10;
const LEAST_NAMED_PX = 6;

/** Whether cells of this size are heat dots. */
export function isHeat(cellPx: number): boolean {
  return cellPx < LEAST_MARK_PX;
}

/** Whether all boxes have a head, with the name: with the smallest cells only if all still fit then. */
export function hasHeads(boxes: readonly BoxSize[], cellPx: number, widthPx: number, heightPx: number): boolean {
  return isAlwaysNamed(cellPx) || heightOf(boxes, cellPx, widthPx, true) <= heightPx;
}

function isAlwaysNamed(cellPx: number): boolean {
  return cellPx >= LEAST_NAMED_PX;
}

/** Size of a box without its cells, as laid out by rack-map.module.css. */
interface Frame {
  readonly headPx: number;
  readonly leastPx: number;
  readonly leastLoadedPx: number;
  readonly aroundXPx: number;
  readonly aroundYPx: number;
  readonly gapPx: number;
}

const MARKS: Frame = { headPx: 26, leastPx: 84, leastLoadedPx: 122, aroundXPx: 14, aroundYPx: 14, gapPx: 8 };
const HEAT: Frame = { headPx: 14, leastPx: 26, leastLoadedPx: 26, aroundXPx: 6, aroundYPx: 4, gapPx: 2 };
/** The line under the head of a rack that has a power limit. */
const LOAD_PX = 18;

/** What determines the size of a box. */
export interface BoxSize {
  readonly cells: number;
  readonly columns: number;
  readonly hasLoad: boolean;
}

/**
 * The largest cells with which all boxes fit into an area, flowing from left to right; the smallest
 * size if none fits.
 */
export function fittingCell(boxes: readonly BoxSize[], widthPx: number, heightPx: number): number {
  const fits = CELL_SIZES.find((cellPx) => heightOf(boxes, cellPx, widthPx) <= heightPx);
  return fits ?? SMALLEST;
}

/** Whether all boxes fit into the area. */
export function fitsInto(boxes: readonly BoxSize[], cellPx: number, widthPx: number, heightPx: number): boolean {
  return heightOf(boxes, cellPx, widthPx) <= heightPx;
}

function heightOf(boxes: readonly BoxSize[], cellPx: number, widthPx: number, named = isAlwaysNamed(cellPx)): number {
  const heat = isHeat(cellPx);
  const { headPx, leastPx, leastLoadedPx, aroundXPx, aroundYPx, gapPx } = heat ? HEAT : MARKS;
  let [left, lineHeight, height] = [0, 0, 0];
  for (const { cells, columns, hasLoad } of boxes) {
    const width = Math.max(hasLoad ? leastLoadedPx : leastPx, columns * cellPx) + aroundXPx + gapPx;
    const head = !named ? 0 : headPx + (hasLoad && !heat ? LOAD_PX : 0);
    const boxHeight = Math.ceil(cells / columns) * cellPx + head + aroundYPx + gapPx;
    if (left > 0 && left + width > widthPx) {
      height += lineHeight;
      [left, lineHeight] = [0, 0];
    }
    left += width;
    lineHeight = Math.max(lineHeight, boxHeight);
  }
  return height + lineHeight;
}

/** The next larger or smaller cell size. */
export function zoomed(cellPx: number, step: 1 | -1): number {
  const at = CELL_SIZES.findIndex((size) => size <= cellPx);
  return CELL_SIZES[Math.max(0, Math.min(CELL_SIZES.length - 1, at - step))] ?? cellPx;
}
