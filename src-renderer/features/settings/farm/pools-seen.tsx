import { useQuery } from '@tanstack/react-query';
import type { SeenPool } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastFailure } from '../../../ui/feedback/toast.tsx';
import { clockTime } from '../../../ui/times.ts';
import { useNow } from '../../../ui/use-now.ts';
import classes from '../parts/cards.module.css';
import { CardAction } from '../parts/settings-card.tsx';
import { farmSettingsTexts } from './farm-settings-texts.ts';
import { PoolRows } from './pool-rows.tsx';

const texts = farmSettingsTexts.poolsSeen;
const EVERY_MS = 15_000;

/** The pools to which miners are set now; the operator says which are theirs. */
export function PoolsSeen() {
  const { client, orpc, queries } = usePowerHive();
  const nowMs = useNow();
  const pools = useQuery(orpc.ownPools.seen.queryOptions({ refetchInterval: EVERY_MS }));
  const decide = async ({ host, account }: SeenPool, is_own: boolean | null): Promise<void> => {
    try {
      queries.setQueryData(orpc.ownPools.seen.queryKey(), await client.ownPools.decide({ host, account, is_own }));
    } catch (error) {
      toastFailure(texts.failed(host), callErrorMessage(error));
    }
  };
  return (
    <PoolRows pools={pools.data} error={pools.error} texts={texts}>
      {(pool) => {
        const { host, account, miners, since_at, standing } = pool;
        const name = account === null ? host : texts.pool(host, account);
        const isSaid = standing === 'mine' || standing === 'not_mine';
        return (
          <>
            <div>
              <strong>{name}</strong>
              <p className={standing === 'unconfirmed' || standing === 'foreign' ? classes.wrong : classes.quiet}>
                {[
                  texts.miners(miners),
                  since_at === null ? null : texts.since(clockTime(since_at, nowMs)),
                  texts.standings[standing],
                ]
                  .filter((part) => part !== null)
                  .join(' · ')}
              </p>
            </div>
            <span className={classes.choices}>
              {standing !== 'mine' && (
                <CardAction quiet label={texts.mineOne(name)} onClick={() => void decide(pool, true)}>
                  {texts.mine}
                </CardAction>
              )}
              {standing !== 'not_mine' && (
                <CardAction quiet label={texts.notMineOne(name)} onClick={() => void decide(pool, false)}>
                  {texts.notMine}
                </CardAction>
              )}
              {isSaid && (
                <CardAction quiet label={texts.resetOne(name)} onClick={() => void decide(pool, null)}>
                  {texts.reset}
                </CardAction>
              )}
            </span>
          </>
        );
      }}
    </PoolRows>
  );
}
