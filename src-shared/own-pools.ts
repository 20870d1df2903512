import { isMasked } from './masked.ts';
import { poolHost } from './miner-now.ts';
import type { Pool } from './model/index.ts';
import { isOperatorPool } from './rules/pools.ts';
import { OWN_POOL_SHARE, OWN_POOLS_MAJORITY, OWN_POOLS_MINERS } from './rules/thresholds.ts';

/** The pools of the farm for one algorithm, as most of its miners are set. */
export interface OwnPools {
  readonly hosts: ReadonlySet<string>;
  /** By host, the accounts there; a host that has many of them is not here. */
  readonly accounts: ReadonlyMap<string, ReadonlySet<string>>;
}

/** How one miner is set. */
export interface SetPools {
  readonly algorithm: string | null;
  readonly pools: readonly Pool[];
}

/**
 * Which pools are the farm's own, by algorithm: those that a good part of its miners is set to, where
 * nearly all are set to one of them. A farm of many pools, or of few miners, says nothing; neither do
 * accounts where a pool has many of them.
 */
export function findOwnPools(miners: Iterable<SetPools>): ReadonlyMap<string | null, OwnPools> {
  const byAlgorithm = Map.groupBy(miners, ({ algorithm }) => algorithm);
  return new Map(
    [...byAlgorithm].flatMap(([algorithm, of]) => {
      const sets = of.map(({ pools }) => pools.filter(isOperatorPool)).filter((pools) => pools.length > 0);
      const hosts = common(sets.map((pools) => pools.flatMap((pool) => hostOf(pool) ?? [])));
      if (hosts === null) return [];
      const accounts = [...hosts].flatMap((host) => {
        const here = sets.map((pools) =>
          pools.flatMap((pool) => (hostOf(pool) === host ? (accountOf(pool) ?? []) : [])),
        );
        const own = common(here.filter((names) => names.length > 0));
        return own === null ? [] : [[host, own] as const];
      });
      return [[algorithm, { hosts, accounts: new Map(accounts) }] as const];
    }),
  );
}

/** Why the pool that a miner works for is none of the farm's, in words; null where it is, or may be. */
export function foreignPoolWords(pools: readonly Pool[], own: OwnPools | null): string | null {
  const used = pools.find((pool) => isOperatorPool(pool) && pool.status === 'active');
  const host = used === undefined ? null : hostOf(used);
  if (own === null || used === undefined || host === null) return null;
  if (!own.hosts.has(host)) return `Mines to ${host}, which is no pool of this farm`;
  const account = accountOf(used);
  const accounts = own.accounts.get(host);
  if (account === null || accounts === undefined || accounts.has(account)) return null;
  return `Mines to account ${account} at ${host}, which is none of this farm`;
}

/** What a good part of the sets contains; null where there are few, or many contain none of it. */
function common(sets: readonly (readonly string[])[]): ReadonlySet<string> | null {
  if (sets.length < OWN_POOLS_MINERS) return null;
  const counts = new Map<string, number>();
  for (const set of sets) for (const one of new Set(set)) counts.set(one, (counts.get(one) ?? 0) + 1);
  const own = new Set([...counts].flatMap(([one, count]) => (count >= sets.length * OWN_POOL_SHARE ? [one] : [])));
  const covered = sets.filter((set) => set.some((one) => own.has(one))).length;
  return covered >= sets.length * OWN_POOLS_MAJORITY ? own : null;
}

function hostOf({ url }: Pool): string | null {
  const host = poolHost(url)?.toLowerCase() ?? '';
  return host === '' ? null : host;
}

/** What stands before the name of the worker; null where the firmware masks it. */
function accountOf({ user }: Pool): string | null {
  const account = user?.split('.')[0] ?? '';
  return account === '' || isMasked(account) ? null : account;
}
