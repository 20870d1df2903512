import { useQuery } from '@tanstack/react-query';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { startOfYesterday } from './farm-day.ts';

const REFRESH_MS = 300_000;
/** Two days in slots of a quarter of an hour, also where one has 25 hours. */
const MOST_POINTS = 200;

/** The history of the farm since the beginning of yesterday, by the clock of this computer. */
export function useFarmDay() {
  const { client } = usePowerHive();
  return useQuery({
    queryKey: ['farm-day'],
    queryFn: ({ signal }) => {
      const from = startOfYesterday(Date.now());
      return client.history.fleet({ from, max_points: MOST_POINTS }, { signal });
    },
    refetchInterval: REFRESH_MS,
    placeholderData: (previous) => previous,
  });
}
