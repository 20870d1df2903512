import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { MINUTE_MS } from '../../src-shared/milliseconds.ts';
import type { Moment } from '../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../src-shared/model/index.ts';
import { activeMutes, withoutSilent } from '../../src-shared/query/index.ts';
import { useMaintenance } from './use-maintenance.ts';
import { usePowerHive } from './use-powerhive.ts';

/** Removes from a miner the problems that are silent now, by a maintenance or a muted rule. */
export function useWithoutSilent({ nowMs, staleAfterMs }: Moment): (miner: Miner) => Miner {
  const { orpc } = usePowerHive();
  const listed = useMaintenance();
  const hasMutes = listed.some(({ rule_ids }) => rule_ids.length > 0);
  const rules = useQuery(orpc.rules.list.queryOptions({ enabled: hasMutes })).data;
  // A resolution of minutes is enough, because maintenance begins and ends at full minutes.
  const minute = Math.ceil(nowMs / MINUTE_MS);
  return useMemo(() => {
    const moment = { nowMs: minute * MINUTE_MS, staleAfterMs };
    const silences = activeMutes(moment, listed, rules ?? []);
    return (miner) => withoutSilent(miner, silences);
  }, [listed, rules, minute, staleAfterMs]);
}
