import type { ColumnShape } from './fleet-columns.ts';

/** Columns of this rank and below are more important than all the words of the state. */
const WORTH_WORDS = 4;

/**
 * The columns that fit into a width. Those with the highest rank are hidden first, all of a rank at
 * a time; the beginning of the words of a state is worth more than any of them.
 */
export function fitColumns(columns: readonly ColumnShape[], widthPx: number): readonly ColumnShape[] {
  let shown = columns;
  let isTight = false;
  const needsPx = (): number => shown.reduce((sum, { widthPx: own }) => sum + own, 0);
  while (needsPx() > widthPx) {
    const rank = Math.max(...shown.map((each) => each.rank));
    if (rank <= WORTH_WORDS && !isTight) {
      shown = shown.map((each) => ({ ...each, widthPx: Math.min(each.widthPx, each.tightPx) }));
      isTight = true;
      continue;
    }
    // Then the mark is alone: a sliver of a word is useless, and does not grow.
    if (rank === 0)
      return shown.map((each) => (each.leastPx < each.widthPx ? { ...each, widthPx: each.leastPx, growth: 0 } : each));
    shown = shown.filter((each) => each.rank < rank);
  }
  return shown;
}

/**
 * The columns as a CSS grid in whole pixels, so that rows need not compute widths. The remaining
 * width goes to the columns that grow.
 */
export function gridTemplate(columns: readonly ColumnShape[], widthPx: number): string {
  const sum = (of: (column: ColumnShape) => number): number => columns.reduce((total, column) => total + of(column), 0);
  const leftPx = Math.max(0, widthPx - sum((column) => column.widthPx));
  const growth = Math.max(
    1,
    sum((column) => column.growth),
  );
  return columns.map((column) => `${column.widthPx + Math.floor((leftPx * column.growth) / growth)}px`).join(' ');
}
