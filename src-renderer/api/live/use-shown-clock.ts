import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { setClockAhead } from '../../ui/use-now.ts';
import { usePowerHive } from '../use-powerhive.ts';
import { clockAhead } from './clock-ahead.ts';

const MEASURED_EVERY_MS = 60_000;

/**
 * Uses the clock of the farm that is shown. A computer without a time server is a minute off within
 * weeks, and so may be that of a browser at the other end of a tunnel. Otherwise all readings would
 * look stale, or none.
 */
export function useShownClock(): void {
  const { client } = usePowerHive();
  const { data: aheadMs = 0 } = useQuery({
    queryKey: ['clock-ahead'],
    queryFn: async ({ signal }) => {
      const sentAtMs = Date.now();
      const { now_at } = await client.app.summary(undefined, { signal });
      return clockAhead(now_at, sentAtMs, Date.now());
    },
    refetchInterval: MEASURED_EVERY_MS,
  });
  useEffect(() => {
    setClockAhead(aheadMs);
    return () => setClockAhead(0);
  }, [aheadMs]);
}
