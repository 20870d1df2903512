import { isMasked } from './masked.ts';
import { poolHost } from './miner-now.ts';
import type { OrderedPool, Pool } from './model/index.ts';
import { withoutLogin } from './pool-address.ts';

/**
 * A pool as it is told apart: `stratum+tcp://Eu.pool.example:3333` with `Farm.w1` is the account farm
 * at eu.pool.example. Null where the address has no host; no account where it is masked, or not known.
 */
export function orderedPool(url: string, user: string | null): OrderedPool | null {
  const host = hostOf({ url });
  return host === null ? null : { host, account: accountOf({ user })?.toLowerCase() ?? null };
}

/** Null where there is none. */
export function hostOf({ url }: Pick<Pool, 'url'>): string | null {
  // An order may have a login in the address; a reading has none.
  const host = poolHost(url === null ? null : withoutLogin(url))?.toLowerCase() ?? '';
  return host === '' ? null : host;
}

/** What stands before the name of the worker; null where the firmware masks it. */
export function accountOf({ user }: Pick<Pool, 'user'>): string | null {
  const name = user ?? '';
  const dot = name.indexOf('.');
  const account = dot < 0 ? name : name.slice(0, dot);
  return account === '' || isMasked(account) ? null : account;
}
