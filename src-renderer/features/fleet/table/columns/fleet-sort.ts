import type { Moment } from '../../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../../src-shared/model/index.ts';
import type { ColumnId } from '../../../../miner-view/column-ids.ts';
import { SORT_VALUES, type SortValue } from '../../../../miner-view/sort-values.ts';

export interface FleetSort {
  readonly column: ColumnId;
  readonly descending: boolean;
}

/** For an order that does not depend on the time. */
export const NO_TIME: Moment = { nowMs: 0, staleAfterMs: 0 };

/** Sorts by a column. Unknown values are last in both directions; equal ones are sorted by name. */
export function sortMiners(miners: readonly Miner[], sort: FleetSort, moment: Moment): readonly Miner[] {
  const readValue = SORT_VALUES[sort.column];
  const nameOf = SORT_VALUES.name;
  const keyed = miners.map((miner) => ({ miner, value: readValue(miner, moment), name: nameOf(miner, moment) }));
  const direction = sort.descending ? -1 : 1;
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null) {
      if (a.value !== b.value) return a.value === null ? 1 : -1;
    } else {
      const order = compare(a.value, b.value);
      if (order !== 0) return order * direction;
    }
    return compare(a.name ?? '', b.name ?? '');
  });
  return keyed.map(({ miner }) => miner);
}

/** A second click on the same column reverses the order. */
export function nextSort(sort: FleetSort, column: ColumnId): FleetSort {
  if (sort.column === column) return { column, descending: !sort.descending };
  return { column, descending: false };
}

function compare(a: NonNullable<SortValue>, b: NonNullable<SortValue>): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
