import type { Pool } from '../model/index.ts';

/**
 * Whether a pool is the operator's own: the list also contains the firmware's fee and refund pools.
 */
export function isOperatorPool({ url, pool_type }: Pick<Pool, 'url' | 'pool_type'>): boolean {
  if (url?.toLowerCase() === 'devfee') return false;
  return pool_type === null || pool_type.toLowerCase() === 'userpool';
}

/**
 * The operator's pool in use: the active one, else the first that works, else the first that is
 * set. Never a fee pool, although one can be active too.
 */
export function operatorPool(pools: readonly Pool[]): Pool | null {
  return poolInUse(pools.filter(isOperatorPool));
}

/** The addresses of the operator's pools, in their order. */
export function operatorPoolUrls(pools: readonly Pool[]): string[] {
  return pools.filter(isOperatorPool).flatMap(({ url }) => url ?? []);
}

/** The pool in use of a list without fee pools. */
export function poolInUse<P extends Pick<Pool, 'url' | 'status'>>(pools: readonly P[]): P | null {
  const set = pools.filter(({ url }) => url !== null);
  return (
    set.find(({ status }) => status === 'active') ?? set.find(({ status }) => status === 'working') ?? set[0] ?? null
  );
}

/**
 * Why none of the operator's pools accepts work, in words; null if one does or may. A disabled pool
 * does not count, and one with an unknown status may work. A list with only fee pools has no pool
 * of the operator; an empty list means nothing.
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
