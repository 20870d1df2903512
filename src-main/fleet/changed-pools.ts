import { isOperatorPool } from '../../src-shared/judging/pools.ts';
import { OWN_POOL_LEAST } from '../../src-shared/judging/thresholds.ts';
import type { OrderedPool } from '../../src-shared/model/index.ts';
import { accountOf, hostOf } from '../../src-shared/pools/ordered-pool.ts';
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

interface Address {
  readonly url: string | null;
  readonly user: string | null;
}

/** A farm has many miners and few addresses, whose hosts are found once. */
type HostByUrl = Map<string, string | null>;

/** Pools and accounts, each once, and each also as its whole host, with `account` null. */
function namedPools(addresses: readonly Address[], hostByUrl: HostByUrl): Map<string, OrderedPool> {
  const named = new Map<string, OrderedPool>();
  for (const { url, user } of addresses) {
    if (url === null) continue;
    const known = hostByUrl.get(url);
    const host = known === undefined ? hostOf({ url }) : known;
    if (known === undefined) hostByUrl.set(url, host);
    if (host === null) continue;
    for (const account of [null, accountOf({ user })?.toLowerCase() ?? null]) {
      const pool = { host, account };
      named.set(poolKey(pool), pool);
    }
  }
  return named;
}

function hasChanged({ stored }: Entry): boolean {
  return stored.pools_before != null && stored.pools_before.until_at !== null;
}

/** How many of these miners are set to each pool and account, and how many of them changed to it. */
export function poolUses(entries: readonly Entry[]): ReadonlyMap<string, Use> {
  const uses = new Map<string, Use>();
  const hostByUrl: HostByUrl = new Map();
  for (const entry of entries) {
    const { stored, latest } = entry;
    const before = hasChanged(entry) ? namedPools(stored.pools_before?.pools ?? [], hostByUrl) : null;
    const leftAt = stored.pools_before?.until_at ?? 0;
    for (const [key, pool] of namedPools((latest?.pools ?? []).filter(isOperatorPool), hostByUrl)) {
      const use = uses.get(key) ?? { pool, miners: 0, changed: 0, sinceAt: null };
      uses.set(key, use);
      use.miners += 1;
      if (before === null || before.has(key)) continue;
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
  // Mostly none has: then nothing is counted.
  if (!voting.some(hasChanged)) return [];
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
  const hostByUrl: HostByUrl = new Map();
  for (const { stored } of all)
    for (const key of namedPools(stored.pools_before?.pools ?? [], hostByUrl).keys())
      had.set(key, (had.get(key) ?? 0) + 1);
  return suspects.filter((pool) => (had.get(poolKey(pool)) ?? 0) < OWN_POOL_LEAST);
}
