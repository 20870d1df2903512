import type { ColumnId } from '../../../../miner-view/column-ids.ts';
import { fleetTexts } from '../../fleet-texts.ts';

/**
 * Size of a column. Columns with `growth` share the remaining width in proportion to it. If there
 * is too little room, the columns with the highest `rank` are hidden first.
 */
export interface ColumnShape {
  readonly id: ColumnId;
  readonly title: string;
  readonly widthPx: number;
  /** Its width if there is little room; of the state the last resort, with the beginning of its words. */
  readonly tightPx: number;
  /** Its width if not even the most important columns have room. */
  readonly leastPx: number;
  readonly growth: number;
  readonly rank: number;
  readonly numeric: boolean;
}

const { titles } = fleetTexts.columns;

const column = (
  id: ColumnId,
  widthPx: number,
  rank: number,
  more: { growth?: number; numeric?: boolean; tightPx?: number; leastPx?: number } = {},
): ColumnShape => ({
  id,
  // A getter, because it depends on the temperature unit.
  get title() {
    return titles[id];
  },
  widthPx,
  tightPx: more.tightPx ?? widthPx,
  leastPx: more.leastPx ?? widthPx,
  rank,
  growth: more.growth ?? 0,
  numeric: more.numeric ?? false,
});

export const COLUMNS: readonly ColumnShape[] = [
  column('state', 168, 0, { growth: 1, tightPx: 136, leastPx: 62 }),
  column('name', 120, 0, { growth: 3 }),
  column('condition', 250, 2, { growth: 6 }),
  column('model', 104, 4, { growth: 2 }),
  column('ip', 120, 3, { growth: 1, tightPx: 112 }),
  column('mac', 136, 5),
  column('hostname', 120, 5, { growth: 1 }),
  column('place', 90, 1, { growth: 1 }),
  column('tags', 120, 5, { growth: 2 }),
  column('firmware', 100, 5, { growth: 1 }),
  column('hashrate', 144, 0, { numeric: true }),
  column('expected', 92, 5, { numeric: true }),
  column('share', 100, 5, { numeric: true }),
  column('lost', 96, 1, { numeric: true }),
  column('preset', 66, 6, { numeric: true }),
  column('power', 78, 0, { numeric: true, tightPx: 70 }),
  column('efficiency', 66, 2, { numeric: true, tightPx: 58 }),
  column('chip_temp', 96, 1, { numeric: true, tightPx: 88 }),
  column('fans', 96, 7, { numeric: true }),
  column('boards', 76, 5, { numeric: true }),
  column('errors', 80, 5, { numeric: true }),
  column('rejected', 88, 5, { numeric: true }),
  column('chips', 120, 5, { numeric: true }),
  column('pool', 120, 9, { growth: 3 }),
  column('pools', 200, 5, { growth: 3 }),
  column('worker', 130, 5, { growth: 2 }),
  column('uptime', 92, 8, { numeric: true }),
  column('last_seen', 92, 5, { numeric: true }),
  column('offline_since', 136, 1, { numeric: true }),
  column('managed', 72, 0, { tightPx: 68 }),
];
