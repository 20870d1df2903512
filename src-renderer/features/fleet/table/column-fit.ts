import type { ColumnId } from '../../../miner-model/sort-values.ts';

/** How a column takes its place. Of `growth` columns share what is left over; the highest `rank` leaves first when it is tight. */
export interface ColumnShape {
  readonly id: ColumnId;
  readonly title: string;
  readonly widthPx: number;
  readonly growth: number;
  readonly rank: number;
  readonly numeric: boolean;
}

const column = (
  id: ColumnId,
  title: string,
  widthPx: number,
  rank: number,
  more: { growth?: number; numeric?: boolean } = {},
): ColumnShape => ({ id, title, widthPx, rank, growth: more.growth ?? 0, numeric: more.numeric ?? false });

export const COLUMNS: readonly ColumnShape[] = [
  column('state', 'State', 50, 0),
  column('name', 'Name', 128, 0, { growth: 3 }),
  column('condition', 'Condition', 250, 1, { growth: 6 }),
  column('model', 'Model', 92, 4, { growth: 2 }),
  column('ip', 'IP', 144, 3, { growth: 1 }),
  column('mac', 'MAC', 136, 5),
  column('hostname', 'Host name', 120, 5, { growth: 1 }),
  column('firmware', 'Firmware', 100, 5, { growth: 1 }),
  column('hashrate', 'Hash rate', 150, 0, { numeric: true }),
  column('preset', 'Preset', 66, 6, { numeric: true }),
  column('power', 'Power', 78, 0, { numeric: true }),
  column('efficiency', 'J/TH', 56, 2, { numeric: true }),
  column('chip_temp', 'Chip', 56, 1, { numeric: true }),
  column('fans', 'Fans', 84, 7, { numeric: true }),
  column('pool', 'Pool', 120, 9, { growth: 3 }),
  column('uptime', 'Uptime', 92, 8, { numeric: true }),
  column('last_seen', 'Last seen', 84, 5, { numeric: true }),
  column('managed', 'Managed', 76, 0),
];

/** The columns that find room in a width; those that matter least leave first, all of a rank at a time. */
export function fitColumns(columns: readonly ColumnShape[], widthPx: number): readonly ColumnShape[] {
  let shown = columns;
  const needsPx = (): number => shown.reduce((sum, { widthPx: own }) => sum + own, 0);
  while (needsPx() > widthPx) {
    const rank = Math.max(...shown.map((each) => each.rank));
    if (rank === 0) break;
    shown = shown.filter((each) => each.rank < rank);
  }
  return shown;
}

/** The columns as a CSS grid in whole pixels, so that no row has to find its own widths: what is left over goes to those that grow. */
export function gridTemplate(columns: readonly ColumnShape[], widthPx: number): string {
  const sum = (of: (column: ColumnShape) => number): number => columns.reduce((total, column) => total + of(column), 0);
  const leftPx = Math.max(0, widthPx - sum((column) => column.widthPx));
  const growth = Math.max(
    1,
    sum((column) => column.growth),
  );
  return columns.map((column) => `${column.widthPx + Math.floor((leftPx * column.growth) / growth)}px`).join(' ');
}
