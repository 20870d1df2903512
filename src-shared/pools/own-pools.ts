import { isOperatorPool } from '../judging/pools.ts';
import { OWN_POOL_LEAST, OWN_POOL_SHARE, OWN_POOLS_MAJORITY, OWN_POOLS_MINERS } from '../judging/thresholds.ts';
import type { ForeignPool, OrderedPool, Pool, PoolDecision } from '../model/index.ts';
import { accountOf, hostOf } from './ordered-pool.ts';

/** The farm's own pools for one algorithm. */
export interface OwnPools {
  readonly hosts: ReadonlySet<string>;
  /** The accounts by host, in lower case. A host with many accounts is absent. */
  readonly accounts: ReadonlyMap<string, ReadonlySet<string>>;
  /** What the operator says of pools, by `poolKey`: false is foreign. What is said of an account goes first. */
  readonly decided?: ReadonlyMap<string, boolean>;
  /** Whether nothing else can be called foreign: the farm's pools are not known. */
  readonly isOpen?: boolean;
  /** Foreign ones of a good part of the farm, which the operator may confirm, by `poolKey`. */
  readonly unconfirmed?: ReadonlySet<string>;
}

/** A pool, or an account there, as a key. */
export function poolKey({ host, account }: OrderedPool): string {
  // No host has a space, and no account is empty.
  return `${host} ${account ?? ''}`;
}

/** The pools that are configured on one miner. */
export interface SetPools {
  readonly algorithm: string | null;
  readonly pools: readonly Pool[];
}

/** The identity of a configured pool. */
interface SetTo {
  readonly host: string;
  readonly account: string | null;
}

/**
 * The farm's own pools by algorithm: those that a large part of its miners has, if nearly all
 * miners have one of them. For a farm with many pools or few miners nothing is known, and likewise
 * for the accounts of a pool with many accounts. Case-insensitive. `decided`: miners with a pool of
 * which the operator has said what it is do not make the others unknown.
 */
export function findOwnPools(
  miners: Iterable<SetPools>,
  decided: readonly PoolDecision[] = [],
): ReadonlyMap<string | null, OwnPools> {
  const isKnownHost = ({ account, is_own }: PoolDecision): boolean => is_own || account === null;
  const knownHosts = new Set(decided.filter(isKnownHost).map(({ host }) => host));
  const knownAccounts = accountsByHost(decided);
  const hostBy = new Map<string | null, string | null>();
  const byAlgorithm = new Map<string | null, (readonly SetTo[])[]>();
  for (const { algorithm, pools } of miners) {
    const set = setTo(pools, hostBy);
    if (set.length > 0) listOf(byAlgorithm, algorithm).push(set);
  }
  const found = new Map<string | null, OwnPools>();
  for (const [algorithm, sets] of byAlgorithm) {
    const hosts = common(
      sets.map((set) => set.map(({ host }) => host)),
      knownHosts,
    );
    if (hosts === null) continue;
    found.set(algorithm, { hosts, accounts: ownAccounts(sets, hosts, knownAccounts) });
  }
  return found;
}

/**
 * Adds pools that count as the farm's own even if few miners have them. They have no influence on
 * other pools, nor on the other accounts of a host.
 */
export function withOthers(
  found: ReadonlyMap<string | null, OwnPools>,
  others: Iterable<OrderedPool>,
): ReadonlyMap<string | null, OwnPools> {
  const all = [...others];
  const byHost = accountsByHost(all);
  const unnamed = new Set(all.filter(({ account }) => account === null).map(({ host }) => host));
  const result = new Map<string | null, OwnPools>();
  for (const [algorithm, of] of found) {
    const accounts = new Map(of.accounts);
    for (const [host, names] of byHost) {
      const known = accounts.get(host);
      // Of a host that counts anyway, or of which no account is named, the accounts stay as they are.
      if (known === undefined && (of.hosts.has(host) || unnamed.has(host))) continue;
      accounts.set(host, new Set([...(known ?? []), ...names]));
    }
    result.set(algorithm, { ...of, hosts: new Set([...of.hosts, ...byHost.keys()]), accounts });
  }
  return result;
}

/**
 * Takes what is not the farm's own out of what its miners are set to: what the operator calls foreign,
 * and what most of its miners changed to by another hand and nobody confirmed. Where nothing is known
 * of an algorithm, only the former is foreign. `algorithms`: all that the farm has.
 */
export function withoutForeign(
  found: ReadonlyMap<string | null, OwnPools>,
  decided: readonly PoolDecision[],
  unconfirmed: readonly OrderedPool[],
  algorithms: Iterable<string | null>,
): ReadonlyMap<string | null, OwnPools> {
  const keys = {
    decided: new Map(decided.map((one) => [poolKey(one), one.is_own])),
    unconfirmed: new Set(unconfirmed.map(poolKey)),
  };
  const isOut = (pool: OrderedPool): boolean =>
    keys.decided.get(poolKey(pool)) === false || keys.unconfirmed.has(poolKey(pool));
  const all = [...found].map(([algorithm, { hosts, accounts }]): [string | null, OwnPools] => {
    const left = [...accounts].map(([host, names]): [string, ReadonlySet<string>] => [
      host,
      new Set([...names].filter((account) => !isOut({ host, account }))),
    ]);
    const own = new Set([...hosts].filter((host) => !isOut({ host, account: null })));
    return [algorithm, { hosts: own, accounts: new Map(left), ...keys }];
  });
  const known = new Map(all);
  if (decided.every(({ is_own }) => is_own)) return known;
  for (const algorithm of algorithms)
    if (!known.has(algorithm)) known.set(algorithm, { hosts: new Set(), accounts: new Map(), ...keys, isOpen: true });
  return known;
}

/** `hostBy` caches the host of each URL: a farm has many miners and few URLs. */
function setTo(pools: readonly Pool[], hostBy: Map<string | null, string | null>): SetTo[] {
  const set: SetTo[] = [];
  for (const pool of pools) {
    if (!isOperatorPool(pool)) continue;
    const known = hostBy.get(pool.url);
    const host = known === undefined ? hostOf(pool) : known;
    if (known === undefined) hostBy.set(pool.url, host);
    if (host !== null) set.push({ host, account: accountOf(pool)?.toLowerCase() ?? null });
  }
  return set;
}

/** The named accounts by host. */
function accountsByHost(ordered: Iterable<OrderedPool>): ReadonlyMap<string, ReadonlySet<string>> {
  const byHost = new Map<string, Set<string>>();
  for (const { host, account } of ordered) {
    const accounts = byHost.get(host) ?? new Set();
    if (account !== null) accounts.add(account);
    byHost.set(host, accounts);
  }
  return byHost;
}

/** The own accounts of hosts that many miners use. For other hosts they cannot be known. */
function ownAccounts(
  sets: readonly (readonly SetTo[])[],
  hosts: ReadonlySet<string>,
  known: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const byHost = new Map<string, string[][]>();
  for (const set of sets) {
    set.forEach(({ host, account }, at) => {
      if (account === null || !hosts.has(host)) return;
      const lists = listOf(byHost, host);
      // A miner with several accounts at a host counts once there.
      const isFirst = !set.slice(0, at).some((one) => one.host === host && one.account !== null);
      if (isFirst) lists.push([account]);
      else lists.at(-1)?.push(account);
    });
  }
  const own = new Map<string, ReadonlySet<string>>();
  for (const [host, accounts] of byHost) {
    const names = common(accounts, known.get(host));
    if (names !== null) own.set(host, names);
  }
  return own;
}

function listOf<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const known = lists.get(key);
  if (known !== undefined) return known;
  const list: V[] = [];
  lists.set(key, list);
  return list;
}

/** A miner's active pool, or its account there, if that is not the farm's; null if it is, or may be. */
export function foreignPoolOf(pools: readonly Pool[], own: OwnPools | null): ForeignPool | null {
  const used = pools.find((pool) => isOperatorPool(pool) && pool.status === 'active');
  return used === undefined ? null : foreignPool(used, own);
}

/** A pool, or the account there, if it is not the farm's; null if it is, or may be. */
export function foreignPool(pool: Pick<Pool, 'url' | 'user'>, own: OwnPools | null): ForeignPool | null {
  const host = hostOf(pool);
  if (own === null || host === null) return null;
  const account = accountOf(pool);
  const said = account === null ? undefined : own.decided?.get(poolKey({ host, account: account.toLowerCase() }));
  const saidOfHost = said === undefined ? own.decided?.get(poolKey({ host, account: null })) : undefined;
  if (said === false) return { host, account };
  if (saidOfHost === false) return { host, account: null };
  if (said === true || saidOfHost === true) return null;
  if (own.isOpen === true) return null;
  if (!own.hosts.has(host)) return { host, account: null };
  const accounts = own.accounts.get(host);
  if (account === null || accounts === undefined || accounts.has(account.toLowerCase())) return null;
  return { host, account };
}

/** Whether a foreign pool, or its host, is one of a good part of the farm, which the operator may confirm. */
export function isUnconfirmed({ host, account }: ForeignPool, own: OwnPools | null): boolean {
  const keys = [account?.toLowerCase() ?? null, null].map((of) => poolKey({ host, account: of }));
  return keys.some((key) => own?.unconfirmed?.has(key) === true);
}

/** "Mines to pool.example, to which several miners changed": the operator may say that it is theirs. */
export function unconfirmedPoolWords({ host, account }: ForeignPool): string {
  const where = account === null ? host : `account ${account} at ${host}`;
  return `Mines to ${where}. Several miners changed to it without a job of PowerHive: say in its problem or in Settings whether it is yours`;
}

/** "Mines to pool.example, which is not known as a pool of this farm", or how many miners do. */
export function foreignPoolWords({ host, account }: ForeignPool, miners: string | null = null): string {
  const mine = miners === null ? 'Mines' : `${miners} mine`;
  if (account === null) return `${mine} to ${host}, which is not known as a pool of this farm`;
  return `${mine} to account ${account} at ${host}, which is not known as one of this farm`;
}

/**
 * The values in a large part of the sets; null if there are few sets, or many without these values and
 * without one that is `known` otherwise.
 */
function common(sets: readonly (readonly string[])[], known?: ReadonlySet<string>): ReadonlySet<string> | null {
  if (sets.length < OWN_POOLS_MINERS) return null;
  const counts = new Map<string, number>();
  for (const set of sets) {
    set.forEach((one, at) => {
      if (set.indexOf(one) === at) counts.set(one, (counts.get(one) ?? 0) + 1);
    });
  }
  const least = Math.max(OWN_POOL_LEAST, sets.length * OWN_POOL_SHARE);
  const own = new Set<string>();
  for (const [one, count] of counts) if (count >= least) own.add(one);
  let covered = 0;
  for (const set of sets) if (set.some((one) => own.has(one) || known?.has(one) === true)) covered += 1;
  return covered >= sets.length * OWN_POOLS_MAJORITY ? own : null;
}
