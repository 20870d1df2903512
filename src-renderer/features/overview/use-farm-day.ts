import { useQuery } from '@tanstack/react-query';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { startOfDay } from '../../ui/times.ts';
import { shownNowMs } from '../../ui/use-now.ts';
import { startOfYesterday } from './farm-day.ts';

const REFRESH_MS = 300_000;
/** Yesterday does not change, but the memory of miners may still fill it. */
const REFRESH_YESTERDAY_MS = 1_800_000;
/** Two days in slots of a quarter of an hour, also where one has 25 hours. */
const MOST_POINTS = 200;

/** The history of the farm since the beginning of yesterday, by the clock of this computer. */
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
 * Yesterday, of the miners that a query finds now: of those whose efficiency is known both power
 * and hash rate are, so that hashes without power count for nothing. Not asked while `isKnown` is
 * false: then it would find no miner.
 */
export function useYesterday(query: string, isKnown: boolean) {
  const { client } = usePowerHive();
  const now = shownNowMs();
  const [from, to] = [startOfYesterday(now), startOfDay(now)];
  return useQuery({
    queryKey: ['farm-yesterday', query, from],
    queryFn: ({ signal }) => client.history.query({ query, from, to, max_points: MOST_POINTS }, { signal }),
    enabled: isKnown,
    staleTime: REFRESH_YESTERDAY_MS,
    refetchInterval: REFRESH_YESTERDAY_MS,
  });
}
