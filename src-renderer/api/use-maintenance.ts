import { useQuery } from '@tanstack/react-query';
import type { Maintenance } from '../../src-shared/model/index.ts';
import { usePowerHive } from './use-powerhive.ts';

const EVERY_MS = 30_000;
const NONE: readonly Maintenance[] = [];

/** Current and future maintenance. It is read again as soon as it is changed anywhere. */
export function useMaintenance(): readonly Maintenance[] {
  const { orpc } = usePowerHive();
  return useQuery(orpc.maintenance.list.queryOptions({ refetchInterval: EVERY_MS })).data ?? NONE;
}

/** The same for queries, without polling: a banner above every screen does that. Undefined until it is read. */
export function useKnownMaintenance(): readonly Maintenance[] | undefined {
  const { orpc } = usePowerHive();
  return useQuery(orpc.maintenance.list.queryOptions()).data;
}
