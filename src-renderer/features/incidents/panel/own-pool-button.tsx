import { Button } from '@mantine/core';
import type { ForeignPool, IncidentDetail } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastDone, toastFailure } from '../../../ui/feedback/toast.tsx';
import { incidentsTexts } from '../incidents-texts.ts';

const texts = incidentsTexts.ownPool;

/** Where miners work for one pool that is not known as the farm's: says that it is the farm's. */
export function OwnPoolButton({ incident }: { incident: IncidentDetail }) {
  const { client, live } = usePowerHive();
  const foreign = incident.members.filter(({ rule_id, left_at }) => rule_id === 'pool_foreign' && left_at === null);
  const pools = new Map<string, ForeignPool>();
  for (const { miner_id } of foreign) {
    for (const { pool } of live.state.miners.get(miner_id)?.attention ?? []) {
      if (pool != null) pools.set(JSON.stringify(pool), pool);
    }
  }
  const [pool, ...others] = pools.values();
  if (pool === undefined || others.length > 0) return null;
  const name = pool.account === null ? pool.host : texts.pool(pool.host, pool.account);
  const decide = async (is_own: boolean | null): Promise<void> => {
    try {
      await client.ownPools.decide({ ...pool, is_own });
      if (is_own === null) toastDone(texts.undone(name));
      else toastDone(texts.done(name), '', { label: incidentsTexts.undo, run: () => void decide(null) });
    } catch (error) {
      toastFailure(texts.failed, callErrorMessage(error));
    }
  };
  return (
    <Button variant="default" onClick={() => void decide(true)}>
      {texts.mine}
    </Button>
  );
}
