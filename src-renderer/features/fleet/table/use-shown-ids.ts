import { useState } from 'react';
import type { Moment } from '../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { keepOrder } from '../../../ui/keep-order.ts';
import { filterMiners } from '../search/fleet-filter.ts';
import { type FleetSort, sortMiners } from './columns/fleet-sort.ts';

/** The query and the order of the rows. */
export interface FleetQuery {
  readonly text: string;
  readonly sort: FleetSort;
}

interface Shown {
  readonly ids: readonly string[];
  readonly query: FleetQuery;
  readonly moment: Moment;
  readonly minerCount: number;
}

/**
 * The ids of the rows to show. They are filtered and sorted when the query or the number of miners
 * changes, otherwise once a second and not with every live update. While `hold` is true (the
 * pointer rests on the rows, or they are scrolled), rows keep their positions.
 */
export function useShownIds(
  miners: readonly Miner[],
  query: FleetQuery,
  moment: Moment,
  hold: boolean,
): readonly string[] {
  const [shown, setShown] = useState<Shown | null>(null);
  if (shown !== null && shown.query === query && shown.minerCount === miners.length && shown.moment === moment) {
    return shown.ids;
  }
  const found = filterMiners(miners, query.text, moment);
  const sorted = (those: readonly Miner[]): string[] => sortMiners(those, query.sort, moment).map(({ id }) => id);
  const ids = hold && shown?.query === query ? keepOrder(shown.ids, found, ({ id }) => id, sorted) : sorted(found);
  setShown({ ids, query, moment, minerCount: miners.length });
  return ids;
}
