import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ConditionCounts } from '../../../../src-shared/model/index.ts';
import { useMinersNow } from '../../../api/use-miners-now.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { agreeOnSerious, countAnomalies, neededAttention, totalConditions } from './condition-totals.ts';

const REFRESH_MS = 60_000;
const CATCH_UP_MS = 3_000;

/** Number of problems in the farm, live. */
function useConditionTotals(): ConditionCounts {
  const miners = useMinersNow();
  return useMemo(() => totalConditions(miners), [miners]);
}

/**
 * The problems, worst first. Polled each minute, and soon if the live rows differ from the list in
 * serious problems.
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

/** Number of miners that need attention, live: the one in the header, rail and title. */
export function useNeededAttention() {
  const miners = useMinersNow();
  return useMemo(() => neededAttention(miners), [miners]);
}
