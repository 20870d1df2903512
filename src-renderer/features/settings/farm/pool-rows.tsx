import type { ReactNode } from 'react';
import { callErrorMessage } from '../../../api/call-error.ts';
import classes from '../parts/cards.module.css';

/** If each miner has its own account, there are as many pools as miners. */
const MOST_SHOWN = 50;

interface PoolKey {
  readonly host: string;
  readonly account: string | null;
}

/** A list of pools by host and account, each as a row of its caller. */
export function PoolRows<Pool extends PoolKey>(props: {
  /** Undefined until it is loaded. */
  pools: readonly Pool[] | undefined;
  /** Why it cannot be loaded; null otherwise. */
  error: unknown;
  texts: { readonly title: string; readonly none: string; readonly more: (pools: number) => string };
  children: (pool: Pool) => ReactNode;
}) {
  const { pools, error, texts, children } = props;
  if (pools === undefined) return error === null ? null : <p className={classes.wrong}>{callErrorMessage(error)}</p>;
  if (pools.length === 0) return <p className={classes.quiet}>{texts.none}</p>;
  const hidden = pools.length - MOST_SHOWN;
  return (
    <>
      <ul className={classes.rows} aria-label={texts.title}>
        {pools.slice(0, MOST_SHOWN).map((pool) => (
          <li key={JSON.stringify([pool.host, pool.account])}>{children(pool)}</li>
        ))}
      </ul>
      {hidden > 0 && <p className={classes.quiet}>{texts.more(hidden)}</p>}
    </>
  );
}
