import { useQuery } from '@tanstack/react-query';
import { usePowerHive } from './use-powerhive.ts';

/** The channels for alerts, read again after so long; `refresh` reads them now. */
export function useChannels(everyMs: number) {
  const { orpc, queries } = usePowerHive();
  const channels = useQuery(orpc.channels.list.queryOptions({ refetchInterval: everyMs }));
  const refresh = (): void => void queries.invalidateQueries({ queryKey: orpc.channels.list.queryKey() });
  return { channels, refresh };
}
