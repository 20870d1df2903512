import { useQuery } from '@tanstack/react-query';
import type { OwnPool } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastFailure } from '../../../ui/feedback/toast.tsx';
import classes from '../parts/cards.module.css';
import { CardAction } from '../parts/settings-card.tsx';
import { farmSettingsTexts } from './farm-settings-texts.ts';
import { PoolRows } from './pool-rows.tsx';

const texts = farmSettingsTexts.ownPools;
const EVERY_MS = 15_000;

/** The pools that jobs have set; each can be removed from the list. */
export function OwnPoolsChoice() {
  const { client, orpc, queries } = usePowerHive();
  const pools = useQuery(orpc.ownPools.list.queryOptions({ refetchInterval: EVERY_MS }));
  const forget = async ({ host, account }: OwnPool): Promise<void> => {
    try {
      queries.setQueryData(orpc.ownPools.list.queryKey(), await client.ownPools.forget({ host, account }));
    } catch (error) {
      toastFailure(texts.failed(host), callErrorMessage(error));
    }
  };
  return (
    <PoolRows pools={pools.data} error={pools.error} texts={texts}>
      {(pool) => (
        <>
          <div>
            <strong>{pool.host}</strong>
            <p className={classes.quiet}>{`${accountOf(pool)} · ${texts.miners(pool.miners)}`}</p>
          </div>
          <CardAction
            quiet
            label={texts.forgetOne(`${pool.host}, ${accountOf(pool)}`)}
            onClick={() => void forget(pool)}
          >
            {texts.forget}
          </CardAction>
        </>
      )}
    </PoolRows>
  );
}

function accountOf({ account }: OwnPool): string {
  return account === null ? texts.anyAccount : texts.account(account);
}
