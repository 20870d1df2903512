import type { ColumnShape } from './fleet-columns.ts';

/** Columns of this rank and below are worth more than the space between columns. */
const WORTH_SPACE = 4;

/** Whether a column can do with its mark alone; its words are worth more than all but the most important columns. */
const hasMark = ({ widthPx, leastPx }: ColumnShape): boolean => leastPx < widthPx;

/**
 * The columns that fit into a width. Those with the highest rank are hidden first, all of a rank at
 * a time; then those that have room after all come back. The words of a state are whole until only
 * the most important columns are left.
 */
export function fitColumns(columns: readonly ColumnShape[], widthPx: number): readonly ColumnShape[] {
  const least = fitRanks(columns, widthPx);
  const shown = new Map(least.map((each) => [each.id, each]));
  let leftPx = widthPx - least.reduce((sum, each) => sum + each.widthPx, 0);
  const mostImportant = columns.filter(({ id }) => !shown.has(id)).sort((a, b) => a.rank - b.rank);
  for (const hidden of mostImportant) {
    const own = { ...hidden, widthPx: Math.min(hidden.widthPx, hidden.tightPx) };
    if (own.widthPx > leftPx) continue;
    shown.set(own.id, own);
    leftPx -= own.widthPx;
  }
  return columns.flatMap(({ id }) => shown.get(id) ?? []);
}

function fitRanks(columns: readonly ColumnShape[], widthPx: number): readonly ColumnShape[] {
  let shown = columns;
  let isTight = false;
  let isCut = false;
  const needsPx = (): number => shown.reduce((sum, { widthPx: own }) => sum + own, 0);
  const tighten = (which: (column: ColumnShape) => boolean): void => {
    shown = shown.map((each) => (which(each) ? { ...each, widthPx: Math.min(each.widthPx, each.tightPx) } : each));
  };
  while (needsPx() > widthPx) {
    const rank = Math.max(...shown.map((each) => each.rank));
    if (rank <= WORTH_SPACE && !isTight) {
      tighten((each) => !hasMark(each));
      isTight = true;
    } else if (rank > 0) {
      shown = shown.filter((each) => each.rank < rank);
    } else if (!isCut) {
      tighten(hasMark);
      isCut = true;
    } else {
      // Then the mark is alone: a sliver of a word is useless, and does not grow.
      return shown.map((each) => (hasMark(each) ? { ...each, widthPx: each.leastPx, growth: 0 } : each));
    }
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
