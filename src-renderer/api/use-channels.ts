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

const NONE: readonly Channel[] = [];

/** The channels, for their names and kinds, at most one minute old; empty until they are loaded. */
export function useKnownChannels(): readonly Channel[] {
  const { orpc } = usePowerHive();
  return useQuery(orpc.channels.list.queryOptions({ staleTime: 60_000 })).data ?? NONE;
}
