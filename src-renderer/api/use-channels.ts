import { useQuery } from '@tanstack/react-query';
import type { Channel } from '../../src-shared/model/index.ts';
import { usePowerHive } from './use-powerhive.ts';

/** The channels for alerts, polled every `everyMs`; `refresh` reads them now. */
export function useChannels(everyMs: number) {
  const { orpc, queries } = usePowerHive();
  const channels = useQuery(orpc.channels.list.queryOptions({ refetchInterval: everyMs }));
  const refresh = (): void => void queries.invalidateQueries({ queryKey: orpc.channels.list.queryKey() });
  return { channels, refresh };
}

/**
 * The channels, for their names and kinds; null until they are loaded. Read again when shown, so
 * that a new channel is not taken for a deleted one.
 */
export function useKnownChannels(): readonly Channel[] | null {
  const { orpc } = usePowerHive();
  return useQuery(orpc.channels.list.queryOptions({ staleTime: 0, refetchInterval: 60_000 })).data ?? null;
}
