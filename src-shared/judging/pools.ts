import type { Pool } from '../model/index.ts';

/**
 * Whether a pool is the operator's own: the firmware's fee and refund pools stand in the same list.
 */
export function isOperatorPool({ url, pool_type }: Pick<Pool, 'url' | 'pool_type'>): boolean {
  if (url?.toLowerCase() === 'devfee') return false;
  return pool_type === null || pool_type.toLowerCase() === 'userpool';
}

/**
 * The operator's pool in use: the active one, else the first that works, else the first that is
 * set; never a fee pool, which can be active beside it.
 */
export function operatorPool(pools: readonly Pool[]): Pool | null {
  return poolInUse(pools.filter(isOperatorPool));
}

/** The same of a list that has the operator's pools alone. */
export function poolInUse<P extends Pick<Pool, 'url' | 'status'>>(pools: readonly P[]): P | null {
  const set = pools.filter(({ url }) => url !== null);
  return (
    set.find(({ status }) => status === 'active') ?? set.find(({ status }) => status === 'working') ?? set[0] ?? null
  );
}

/**
 * Why none of the operator's pools takes work, in words; null where one does or may. A pool that is
 * switched off does not count, and one whose status is unknown may work. A list with fee pools
 * alone has no pool of the operator; an empty list says nothing.
 */
export function poolsDownWords(pools: readonly Pool[]): string | null {
  if (pools.length === 0) return null;
  const own = pools.filter((pool) => isOperatorPool(pool) && pool.status !== 'disabled');
  if (own.length === 0) return 'No pool is set: it mines for the firmware fee only';
  const offline = own.filter(({ status }) => status === 'offline').length;
  const rejecting = own.filter(({ status }) => status === 'rejecting').length;
  if (offline + rejecting < own.length) return null;
  const subject = own.length === 1 ? 'Its only pool' : own.length === 2 ? 'Both pools' : `All ${own.length} pools`;
  if (rejecting === 0) return `${subject} ${own.length === 1 ? 'is' : 'are'} offline`;
  if (offline === 0) return `${subject} ${own.length === 1 ? 'rejects' : 'reject'} its work`;
  return `${subject} are offline or reject its work`;
}
