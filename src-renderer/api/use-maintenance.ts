import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { isCurrent } from '../../src-shared/conditions/maintenance-now.ts';
import type { Moment } from '../../src-shared/miner/miner-now.ts';
import type { Maintenance, Miner } from '../../src-shared/model/index.ts';
import { matchesQuery, parseQuery } from '../../src-shared/query/index.ts';
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

/** The maintenance in which all rules are silent about a miner: of several, the one that ends last. */
export type MaintenanceOf = (miner: Miner, moment: Moment) => Maintenance | null;

/** Finds the current maintenance of a miner. */
export function useMaintenanceOf(): MaintenanceOf {
  const listed = useMaintenance();
  return useMemo(() => maintenanceOf(listed), [listed]);
}

/** Muted rules are not meant: a miner of which one rule is silent is still watched. */
function maintenanceOf(listed: readonly Maintenance[]): MaintenanceOf {
  const whole = listed
    .filter(({ rule_ids }) => rule_ids.length === 0)
    .sort((a, b) => b.ends_at - a.ends_at)
    .map((window) => ({ window, query: parseQuery(window.query) }));
  return (miner, { nowMs, staleAfterMs }) =>
    whole.find(({ window, query }) => isCurrent(window, nowMs) && matchesQuery(query, miner, nowMs, staleAfterMs))
      ?.window ?? null;
}
