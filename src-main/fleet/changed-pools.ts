import { isOperatorPool } from '../../src-shared/judging/pools.ts';
import { OWN_POOL_LEAST } from '../../src-shared/judging/thresholds.ts';
import type { OrderedPool } from '../../src-shared/model/index.ts';
import { orderedPool } from '../../src-shared/pools/ordered-pool.ts';
import { type OwnPools, poolKey } from '../../src-shared/pools/own-pools.ts';
import type { Entry } from './miner-entry.ts';

/** What is known of a pool to which miners are set now, or of an account there. */
interface Use {
  readonly pool: OrderedPool;
  miners: number;
  /** Of these, those that had other pools of the farm before. */
  changed: number;
  /** When the first of those changed; null if none did. */
  sinceAt: number | null;
}

/** The pools of a miner by its latest status, each once: `account` null stands for the whole host. */
function poolsOf({ latest }: Entry): OrderedPool[] {
  const pools = (latest?.pools ?? []).flatMap((pool) =>
    isOperatorPool(pool) && pool.url !== null ? (orderedPool(pool.url, pool.user) ?? []) : [],
  );
  return distinct(pools);
}

/** The pools that it had before, which no job took away. */
function poolsBefore({ stored }: Entry): OrderedPool[] {
  return distinct((stored.pools_before?.pools ?? []).flatMap(({ url, user }) => orderedPool(url, user) ?? []));
}

function distinct(pools: readonly OrderedPool[]): OrderedPool[] {
  return [...new Map(pools.map((pool) => [poolKey(pool), pool])).values()];
}

/** Each also as its whole host. */
function withHosts(pools: readonly OrderedPool[]): OrderedPool[] {
  return distinct(pools.flatMap((pool) => [pool, { host: pool.host, account: null }]));
}

/** How many of these miners are set to each pool and account, and how many of them changed to it. */
export function poolUses(entries: readonly Entry[]): ReadonlyMap<string, Use> {
  const uses = new Map<string, Use>();
  for (const entry of entries) {
    const before = new Set(withHosts(poolsBefore(entry)).map(poolKey));
    const leftAt = entry.stored.pools_before?.until_at ?? null;
    for (const pool of withHosts(poolsOf(entry))) {
      const key = poolKey(pool);
      const use = uses.get(key) ?? { pool, miners: 0, changed: 0, sinceAt: null };
      uses.set(key, use);
      use.miners += 1;
      if (leftAt === null || before.has(key)) continue;
      use.changed += 1;
      use.sinceAt = Math.min(use.sinceAt ?? leftAt, leftAt);
    }
  }
  return uses;
}

/**
 * The pools and accounts that would be the farm's own by the number of their miners, but to which most
 * of these changed from other ones, and which hardly any miner had before: they may be a thief's, until
 * someone confirms them. `all`: all miners, also those that are offline; `isSure`: a pool that a job set
 * or that the operator calls their own.
 */
export function unconfirmedPools(
  found: Iterable<OwnPools>,
  voting: readonly Entry[],
  all: Iterable<Entry>,
  isSure: (pool: OrderedPool) => boolean,
): OrderedPool[] {
  const uses = poolUses(voting);
  const candidates = [...found].flatMap(({ hosts, accounts }) => [
    ...[...hosts].map((host): OrderedPool => ({ host, account: null })),
    ...[...accounts].flatMap(([host, names]) => [...names].map((account): OrderedPool => ({ host, account }))),
  ]);
  const suspects = candidates.filter((pool) => {
    const use = uses.get(poolKey(pool));
    return use !== undefined && use.changed * 2 > use.miners && !isSure(pool);
  });
  if (suspects.length === 0) return [];
  const had = new Map<string, number>();
  for (const entry of all)
    for (const pool of withHosts(poolsBefore(entry))) had.set(poolKey(pool), (had.get(poolKey(pool)) ?? 0) + 1);
  return suspects.filter((pool) => (had.get(poolKey(pool)) ?? 0) < OWN_POOL_LEAST);
}
