import type { ColumnId } from '../../../miner-view/sort-values.ts';
import { fleetTexts } from '../fleet-texts.ts';

/**
 * Size of a column. Columns with `growth` share the remaining width in proportion to it. If there
 * is too little room, the columns with the highest `rank` are hidden first.
 */
export interface ColumnShape {
  readonly id: ColumnId;
  readonly title: string;
  readonly widthPx: number;
  /** Its width if there is little room. */
  readonly tightPx: number;
  readonly growth: number;
  readonly rank: number;
  readonly numeric: boolean;
}

const { titles } = fleetTexts.columns;

const column = (
  id: ColumnId,
  widthPx: number,
  rank: number,
  more: { growth?: number; numeric?: boolean; tightPx?: number } = {},
): ColumnShape => ({
  id,
  // A getter, because it depends on the temperature unit.
  get title() {
    return titles[id];
  },
  widthPx,
  tightPx: more.tightPx ?? widthPx,
  rank,
  growth: more.growth ?? 0,
  numeric: more.numeric ?? false,
});

export const COLUMNS: readonly ColumnShape[] = [
  column('state', 162, 0, { growth: 1, tightPx: 62 }),
  column('name', 122, 0, { growth: 3 }),
  column('condition', 250, 1, { growth: 6 }),
  column('model', 92, 4, { growth: 2 }),
  column('ip', 130, 3, { growth: 1 }),
  column('mac', 136, 5),
  column('hostname', 120, 5, { growth: 1 }),
  column('place', 90, 6),
  column('tags', 120, 5, { growth: 2 }),
  column('firmware', 100, 5, { growth: 1 }),
  column('hashrate', 150, 0, { numeric: true }),
  column('expected', 92, 5, { numeric: true }),
  column('share', 100, 5, { numeric: true }),
  column('preset', 66, 6, { numeric: true }),
  column('power', 78, 0, { numeric: true }),
  column('efficiency', 72, 2, { numeric: true }),
  column('chip_temp', 88, 1, { numeric: true }),
  column('fans', 92, 7, { numeric: true }),
  column('boards', 76, 5, { numeric: true }),
  column('errors', 80, 5, { numeric: true }),
  column('rejected', 88, 5, { numeric: true }),
  column('chips', 120, 5, { numeric: true }),
  column('pool', 120, 9, { growth: 3 }),
  column('worker', 130, 5, { growth: 2 }),
  column('uptime', 92, 8, { numeric: true }),
  column('last_seen', 92, 5, { numeric: true }),
  column('offline_since', 136, 5, { numeric: true }),
  column('managed', 76, 0),
];

/** Columns of this rank and below are more important than room for the words of the state. */
const WORTH_WORDS = 4;

/**
 * The columns that fit into a width. Those with the highest rank are hidden first, all of a rank at
 * a time.
 */
export function fitColumns(columns: readonly ColumnShape[], widthPx: number): readonly ColumnShape[] {
  let shown = columns;
  let isTight = false;
  const needsPx = (): number => shown.reduce((sum, { widthPx: own }) => sum + own, 0);
  while (needsPx() > widthPx) {
    const rank = Math.max(...shown.map((each) => each.rank));
    if (rank <= WORTH_WORDS && !isTight) {
      // A column without room for its words does not grow to show a part of them.
      shown = shown.map((each) => (each.tightPx < each.widthPx ? { ...each, widthPx: each.tightPx, growth: 0 } : each));
      isTight = true;
      continue;
    }
    if (rank === 0) break;
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
