import { useQuery } from '@tanstack/react-query';
import { midnight } from '../../../src-shared/local-day.ts';
import { MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { shownNowMs } from '../../ui/use-now.ts';
import { lostOfDay, startOfYesterday } from './farm-day.ts';

const REFRESH_MS = 300_000;
/** Yesterday does not change, except that data from the logs of miners may be added. */
const REFRESH_YESTERDAY_MS = 1_800_000;
/** Two days in slots of 15 minutes, even if one has 25 hours. */
const MOST_POINTS = 200;

/** The history of the farm since the start of yesterday, in local time. */
export function useFarmDay() {
  const { client } = usePowerHive();
  return useQuery({
    queryKey: ['farm-day'],
    queryFn: ({ signal }) => {
      const from = startOfYesterday(shownNowMs());
      return client.history.fleet({ from, max_points: MOST_POINTS }, { signal });
    },
    refetchInterval: REFRESH_MS,
    placeholderData: (previous) => previous,
  });
}

/**
 * Yesterday's totals of the miners that a query matches now. If it matches those with a known
 * efficiency, all have both power and hash rate, so that there are no hashes without power. Not
 * requested while `isKnown` is false, because it would match no miner.
 */
export function useYesterday(query: string, isKnown: boolean) {
  const { client } = usePowerHive();
  const now = shownNowMs();
  const [from, to] = [startOfYesterday(now), midnight(now)];
  return useQuery({
    queryKey: ['farm-yesterday', query, from],
    queryFn: ({ signal }) => client.history.query({ query, from, to, max_points: MOST_POINTS }, { signal }),
    enabled: isKnown,
    staleTime: REFRESH_YESTERDAY_MS,
    refetchInterval: REFRESH_YESTERDAY_MS,
  });
}

/** What one algorithm lost since midnight, in hashes; null while it is unknown. */
export function useLostToday(algorithm: string): number | null {
  const { orpc } = usePowerHive();
  const input = { from: midnight(shownNowMs()) };
  const { data } = useQuery(orpc.history.day.queryOptions({ input, refetchInterval: MINUTE_MS }));
  return data === undefined ? null : lostOfDay(data, algorithm);
}
