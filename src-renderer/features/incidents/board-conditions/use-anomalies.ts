import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ConditionCounts } from '../../../../src-shared/model/index.ts';
import { useMinersNow } from '../../../api/use-miners-now.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { agreeOnSerious, countAnomalies, neededAttention, totalConditions } from './condition-totals.ts';

const REFRESH_MS = 60_000;
const CATCH_UP_MS = 3_000;

/** How much is wrong in the farm, live. */
function useConditionTotals(): ConditionCounts {
  const miners = useMinersNow();
  return useMemo(() => totalConditions(miners), [miners]);
}

/**
 * What is wrong, worst first: asked for each minute, and soon where the live rows have more or
 * less that is serious than the list.
 */
export function useAnomalies() {
  const { orpc } = usePowerHive();
  const live = useConditionTotals();
  return useQuery(
    orpc.problems.list.queryOptions({
      staleTime: 0,
      refetchInterval: ({ state }) =>
        state.data === undefined || agreeOnSerious(countAnomalies(state.data), live) ? REFRESH_MS : CATCH_UP_MS,
    }),
  );
}

/** How many miners need attention, live: the number that header, rail and title show. */
export function useNeededAttention() {
  const miners = useMinersNow();
  return useMemo(() => neededAttention(miners), [miners]);
}
