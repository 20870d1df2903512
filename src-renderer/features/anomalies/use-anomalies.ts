import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo } from 'react';
import type { FindingCounts } from '../../../src-shared/model/index.ts';
import { useLive, usePowerHive } from '../../api/use-powerhive.ts';
import { countAnomalies, sameCounts, totalFindings } from './finding-totals.ts';

const REFRESH_MS = 60_000;
const CATCH_UP_MS = 3_000;

/** How much stands out in the farm, live. */
export function useFindingTotals(): FindingCounts {
  const miners = useDeferredValue(useLive((view) => view.miners));
  return useMemo(() => totalFindings(miners), [miners]);
}

/** What stands out, worst first: asked for each minute, and soon where the live rows count other than the list does. */
export function useAnomalies() {
  const { orpc } = usePowerHive();
  const live = useFindingTotals();
  return useQuery(
    orpc.anomalies.list.queryOptions({
      staleTime: 0,
      refetchInterval: ({ state }) =>
        state.data === undefined || sameCounts(countAnomalies(state.data), live) ? REFRESH_MS : CATCH_UP_MS,
    }),
  );
}
