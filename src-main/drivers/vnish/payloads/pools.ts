import type { Pool } from '../../../../src-shared/model/index.ts';
import { count, isObject, items, numberWithin, text } from '../../fields.ts';

const MOST_POOLS = 16;
const LONGEST_PING_MS = 3_600_000;
const HOST_AND_PATH = /^[^/@\s]+:\d+\//;
const HOST_AT_END = /@[^/@\s]+:\d+\/?$/;

/** Reads `pools`, the firmware's own fee pools among them. */
export function parsePools(value: unknown): Pool[] {
  const pools: Pool[] = [];
  for (const [index, pool] of items(value, MOST_POOLS).entries()) {
    if (!isObject(pool)) continue;
    pools.push({
      pool_id: count(pool['id']) ?? index,
      url: withoutLogin(text(pool['url'])),
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

/**
 * Some put user and password into the address, where everybody who sees the pool would read them. A
 * password may have anything in it, so that the last `@` before a host ends it; what stands behind a
 * host with its port is a path, and no host.
 */
function withoutLogin(url: string | null): string | null {
  const [, scheme = '', address = ''] = /^([a-z][a-z\d+.-]*:\/\/)?(.*)$/is.exec(url ?? '') ?? [];
  if (HOST_AND_PATH.test(address) && !HOST_AT_END.test(address)) return url;
  return url === null ? null : scheme + address.slice(address.lastIndexOf('@') + 1);
}
