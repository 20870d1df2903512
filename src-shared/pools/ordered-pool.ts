import { isMasked } from '../masked.ts';
import { poolHost } from '../miner/miner-now.ts';
import type { OrderedPool, Pool } from '../model/index.ts';
import { withoutLogin } from './pool-address.ts';

/**
 * The identity of a pool: `stratum+tcp://Eu.pool.example:3333` with `Farm.w1` is the account farm
 * at eu.pool.example. Null if the address has no host. `account` is null if it is masked or
 * unknown.
 */
export function orderedPool(url: string, user: string | null): OrderedPool | null {
  const host = hostOf({ url });
  return host === null ? null : { host, account: accountOf({ user })?.toLowerCase() ?? null };
}

/** The host of a pool in lower case; null if there is none. */
export function hostOf({ url }: Pick<Pool, 'url'>): string | null {
  // A job's pool may have a login in the address; one from a reading has none.
  const host = poolHost(url === null ? null : withoutLogin(url))?.toLowerCase() ?? '';
  return host === '' ? null : host;
}

/** The account, which precedes the worker's name; null if there is none or it is masked. */
export function accountOf({ user }: Pick<Pool, 'user'>): string | null {
  const name = user ?? '';
  const dot = name.indexOf('.');
  const account = dot < 0 ? name : name.slice(0, dot);
  return account === '' || isMasked(account) ? null : account;
}
