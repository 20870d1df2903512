import { useQuery } from '@tanstack/react-query';
import type { OwnPool } from '../../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastFailure } from '../../../ui/feedback/toast.tsx';
import classes from '../parts/cards.module.css';
import { CardAction } from '../parts/settings-card.tsx';
import { farmSettingsTexts } from './farm-settings-texts.ts';

const texts = farmSettingsTexts.ownPools;
const EVERY_MS = 15_000;
/** If each miner has its own account, there are as many pools as miners. */
const MOST_SHOWN = 50;

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
  if (pools.data === undefined) {
    return pools.isError ? <p className={classes.wrong}>{callErrorMessage(pools.error)}</p> : null;
  }
  if (pools.data.length === 0) return <p className={classes.quiet}>{texts.none}</p>;
  const hidden = pools.data.length - MOST_SHOWN;
  return (
    <>
      <ul className={classes.rows} aria-label={texts.title}>
        {pools.data.slice(0, MOST_SHOWN).map((pool) => (
          <li key={JSON.stringify([pool.host, pool.account])}>
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
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className={classes.quiet}>{texts.more(hidden)}</p>}
    </>
  );
}

function accountOf({ account }: OwnPool): string {
  return account === null ? texts.anyAccount : texts.account(account);
}
