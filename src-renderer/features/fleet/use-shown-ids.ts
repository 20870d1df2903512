import { useState } from 'react';
import type { Moment } from '../../../src-shared/miner-now.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { filterMiners } from './fleet-filter.ts';
import { type FleetSort, keepOrder, sortMiners } from './fleet-sort.ts';

/** What of the fleet is asked for, and in which order. */
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
 * The rows to show, by id. They are filtered and sorted anew when the query or the number of miners changes and else once a second,
 * not with every live update; and as long as `hold` is set (the pointer rests on a row) those that stay keep their places.
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
  const sorted = sortMiners(filterMiners(miners, query.text, moment), query.sort, moment.nowMs);
  const places = hold && shown?.query === query ? new Map(shown.ids.map((id, index) => [id, index])) : null;
  const ids = (places === null ? sorted : keepOrder(sorted, places)).map((miner) => miner.id);
  setShown({ ids, query, moment, minerCount: miners.length });
  return ids;
}
