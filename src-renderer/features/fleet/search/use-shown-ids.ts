import { useState } from 'react';
import type { Moment } from '../../../../src-shared/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { keepOrder } from '../../../ui/keep-order.ts';
import { type FleetSort, sortMiners } from '../table/fleet-sort.ts';
import { filterMiners } from './fleet-filter.ts';

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
 * The rows to show, by id. They are filtered and sorted again when the query or the number of
 * miners changes and else once a second, not with every live update; and as long as `hold` is set
 * (the pointer rests on the rows, or they are scrolled) those that stay keep their places.
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
  const sorted = (those: readonly Miner[]): string[] => sortMiners(those, query.sort, moment.nowMs).map(({ id }) => id);
  const ids = hold && shown?.query === query ? keepOrder(shown.ids, found, ({ id }) => id, sorted) : sorted(found);
  setShown({ ids, query, moment, minerCount: miners.length });
  return ids;
}
