/**
 * Cell widths in pixels, the largest first. Below `LEAST_MARK_PX` a cell is a heat dot and not a
 * mark; below `LEAST_NAMED_PX` its box has a name only where there is room for all names. So a farm
 * of ten thousand miners is visible as a whole.
 */
export const CELL_SIZES = [64, 56, 48, 42, 36, 30, 26, 22, 18, 16, 14, 12, 11, 10, 8, 6, 5, 4] as const;
const SMALLEST = 4;
/** Marks are drawn in every size, so that they can fill the room there is; heat dots only in some. */
const LARGEST = CELL_SIZES[0];
const LEAST_MARK_PX = 10;
const LEAST_NAMED_PX = 6;
const LEAST_ROOMY_PX = 16;

const FITTING_SIZES: readonly number[] = [
  ...Array.from({ length: LARGEST - LEAST_MARK_PX + 1 }, (_, i) => LARGEST - i),
  ...CELL_SIZES.filter((cellPx) => cellPx < LEAST_MARK_PX),
];

/** Columns by rows of a box whose columns are not known: the first, like a rack, unless another has larger cells. */
const SHAPES = [2, 1, 0.5] as const;

/** Whether cells of this size are heat dots. */
export function isHeat(cellPx: number): boolean {
  return cellPx < LEAST_MARK_PX;
}

/** How the boxes around cells of this size look, as in rack-map.module.css. */
export function frameKind(cellPx: number): 'heat' | 'compact' | 'roomy' {
  return isHeat(cellPx) ? 'heat' : cellPx < LEAST_ROOMY_PX ? 'compact' : 'roomy';
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

/** With small marks, cells get the room that their frames would take. */
const COMPACT: Frame = { headPx: 20, leastPx: 72, leastLoadedPx: 122, aroundXPx: 10, aroundYPx: 7, gapPx: 4 };
const ROOMY: Frame = { headPx: 26, leastPx: 84, leastLoadedPx: 122, aroundXPx: 14, aroundYPx: 14, gapPx: 8 };
const HEAT: Frame = { headPx: 14, leastPx: 26, leastLoadedPx: 26, aroundXPx: 6, aroundYPx: 4, gapPx: 2 };
const FRAMES = { heat: HEAT, compact: COMPACT, roomy: ROOMY } as const;
/** The line under the head of a rack that has a power limit. */
const LOAD_PX = 18;

/** What determines the size of a box. */
export interface BoxSize {
  readonly cells: number;
  readonly columns: number;
  readonly hasLoad: boolean;
  /** Whether its columns are known, and not to be chosen. */
  readonly isFixed?: boolean;
}

/** Number of columns of a box, about `shape` times the number of rows. */
export function columnsOf(cells: number, shape: number = SHAPES[0]): number {
  return Math.max(1, Math.min(cells, Math.ceil(Math.sqrt(cells * shape))));
}

/** The box with the columns of a shape, unless its columns are known. */
export function shaped<Box extends BoxSize>(box: Box, shape: number): Box {
  return box.isFixed === true ? box : { ...box, columns: columnsOf(box.cells, shape) };
}

/** The shape of the boxes with which the cells are largest in an area. */
export function fittingShape(boxes: readonly BoxSize[], widthPx: number, heightPx: number): number {
  const cellWith = (shape: number): number =>
    fittingCell(
      boxes.map((box) => shaped(box, shape)),
      widthPx,
      heightPx,
    );
  const [usual, ...others] = SHAPES;
  let [best, cellPx] = [usual as number, cellWith(usual)];
  // Heat dots gain nothing.
  if (isHeat(cellPx)) return usual;
  for (const shape of others) {
    const withIt = cellWith(shape);
    if (withIt > cellPx) [best, cellPx] = [shape, withIt];
  }
  return best;
}

/**
 * The largest cells with which all boxes fit into an area, flowing from left to right; the smallest
 * size if none fits.
 */
export function fittingCell(boxes: readonly BoxSize[], widthPx: number, heightPx: number): number {
  const fits = FITTING_SIZES.find((cellPx) => heightOf(boxes, cellPx, widthPx) <= heightPx);
  return fits ?? SMALLEST;
}

/** Whether all boxes fit into the area. */
export function fitsInto(boxes: readonly BoxSize[], cellPx: number, widthPx: number, heightPx: number): boolean {
  return heightOf(boxes, cellPx, widthPx) <= heightPx;
}

function heightOf(boxes: readonly BoxSize[], cellPx: number, widthPx: number, named = isAlwaysNamed(cellPx)): number {
  const heat = isHeat(cellPx);
  const { headPx, leastPx, leastLoadedPx, aroundXPx, aroundYPx, gapPx } = FRAMES[frameKind(cellPx)];
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
  return step === 1
    ? (CELL_SIZES.findLast((size) => size > cellPx) ?? cellPx)
    : (CELL_SIZES.find((size) => size < cellPx) ?? cellPx);
}
