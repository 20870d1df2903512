import { useQuery } from '@tanstack/react-query';
import type { Rack } from '../../src-shared/model/index.ts';
import { usePowerHive } from './use-powerhive.ts';

const EVERY_MS = 30_000;
const NONE: readonly Rack[] = [];

/** The racks with a description; empty until they are loaded. `refresh` reads them now. */
export function useRacks() {
  const { orpc, queries } = usePowerHive();
  const { data, isError, error } = useQuery(orpc.racks.list.queryOptions({ refetchInterval: EVERY_MS }));
  const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: orpc.racks.list.queryKey() });
  return { racks: data ?? NONE, isLoaded: data !== undefined, error: isError ? error : null, refresh };
}
