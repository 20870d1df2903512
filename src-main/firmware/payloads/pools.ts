import type { Pool } from '../../../src-shared/model/index.ts';
import { count, isObject, items, numberWithin, text } from './fields.ts';

const MOST_POOLS = 16;
const LONGEST_PING_MS = 3_600_000;

/** Reads `pools`, the firmware's own fee pools among them. */
export function parsePools(value: unknown): Pool[] {
  const pools: Pool[] = [];
  for (const [index, pool] of items(value, MOST_POOLS).entries()) {
    if (!isObject(pool)) continue;
    pools.push({
      pool_id: count(pool['id']) ?? index,
      url: text(pool['url']),
      user: text(pool['user']),
      pool_type: text(pool['pool_type']),
      status: text(pool['status']),
      accepted: count(pool['accepted']),
      rejected: count(pool['rejected']),
      stale: count(pool['stale']),
      ping_ms: numberWithin(pool['ping'], 0, LONGEST_PING_MS),
    });
  }
  return pools;
}

/** The operator's pool in use: the active one, else the first that is set; never a fee pool, which can be active beside it. */
export function operatorPool(pools: readonly Pool[]): Pool | null {
  const own = pools.filter((pool) => pool.url !== null && isOperatorPool(pool));
  return (
    own.find((pool) => pool.status === 'active') ?? own.find((pool) => pool.status === 'working') ?? own[0] ?? null
  );
}

function isOperatorPool(pool: Pool): boolean {
  if (pool.url?.toLowerCase() === 'devfee') return false;
  return pool.pool_type === null || pool.pool_type.toLowerCase() === 'userpool';
}
