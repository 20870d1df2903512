import { HOUR_MS } from '../../../../src-shared/milliseconds.ts';
import type { Pool } from '../../../../src-shared/model/index.ts';
import { withoutLogin } from '../../../../src-shared/pools/pool-address.ts';
import { count, isObject, items, numberWithin, text, word } from '../../parse-fields.ts';

const MOST_POOLS = 16;
const LONGEST_PING_MS = HOUR_MS;

/** Parses `pools`, including the firmware's own fee pools. */
export function parsePools(value: unknown): Pool[] {
  const pools: Pool[] = [];
  for (const [index, pool] of items(value, MOST_POOLS).entries()) {
    if (!isObject(pool)) continue;
    const address = text(pool['url']);
    pools.push({
      pool_id: count(pool['id']) ?? index,
      url: address === null ? null : withoutLogin(address),
      user: text(pool['user']),
      pool_type: text(pool['pool_type']),
      status: word(pool['status']),
      accepted: count(pool['accepted']),
      rejected: count(pool['rejected']),
      stale: count(pool['stale']),
      ping_ms: numberWithin(pool['ping'], 0, LONGEST_PING_MS),
    });
  }
  return pools;
}
