import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { resolvedByHand } from '../../src-shared/alerts/resolved-by-hand.ts';
import { DAY_MS } from '../../src-shared/milliseconds.ts';
import type { Incident, Miner } from '../../src-shared/model/index.ts';
import { useTurnOfTime } from '../ui/use-now.ts';
import { usePowerHive } from './use-powerhive.ts';

const LATELY_MS = 30 * DAY_MS;
const MOST = 500;
const NONE: readonly Incident[] = [];

/**
 * Those of the miners whose problems an operator has resolved by hand although they are still there:
 * they open no incident. `unlisted`: the miners with a problem that is in no incident.
 */
export function useResolvedByHand(unlisted: readonly Miner[]): ReadonlySet<string> {
  const { orpc } = usePowerHive();
  const resolved_after = Math.max(0, useTurnOfTime(DAY_MS) * DAY_MS - LATELY_MS);
  const input = { state: 'resolved', q: '"resolved by"', resolved_after, limit: MOST } as const;
  // Usually there is no such miner, and nothing is asked for.
  const isAsked = unlisted.length > 0;
  const { data = NONE, refetch } = useQuery(
    orpc.incidents.list.queryOptions({ input, staleTime: 60_000, enabled: isAsked }),
  );
  const ids = unlisted.map(({ id }) => id).join();
  // An incident that was just resolved leaves its miners among the unlisted ones.
  useEffect(() => {
    if (ids !== '') void refetch();
  }, [ids, refetch]);
  return useMemo(() => resolvedByHand(unlisted, data), [unlisted, data]);
}
