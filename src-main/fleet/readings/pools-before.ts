import { isOperatorPool } from '../../../src-shared/judging/pools.ts';
import { POOLS_BEFORE_MS } from '../../../src-shared/judging/thresholds.ts';
import { isMasked } from '../../../src-shared/masked.ts';
import type { Pool } from '../../../src-shared/model/index.ts';
import { foreignPool, type OwnPools } from '../../../src-shared/pools/own-pools.ts';
import { bareAddress, withoutLogin } from '../../../src-shared/pools/pool-address.ts';

/** A pool with the full name of its worker. */
interface SetPool {
  readonly url: string;
  readonly user: string;
}

/**
 * The last pools of a miner that were the farm's own, in order, so that they can be put back after
 * others came. No status shows passwords, so that none are known.
 */
export interface PoolsBefore {
  /** Empty until some were seen for long enough. */
  readonly pools: readonly SetPool[];
  /** When they were seen last; null while it has them. */
  readonly until_at: number | null;
  /** Other own pools that it has now, and since when. */
  readonly next: { readonly pools: readonly SetPool[]; readonly since_at: number } | null;
}

interface ReadPools {
  readonly recorded_at: number;
  readonly pools: readonly Pool[];
}

/**
 * What is known after another status. A set with a foreign pool never replaces what is known, and
 * where the farm's pools are not known, no other set does: it may be a thief's.
 */
export function followPoolsBefore(
  known: PoolsBefore | null,
  before: ReadPools | null,
  now: ReadPools,
  own: OwnPools | null,
): PoolsBefore | null {
  const pools = setOf(now.pools);
  if (pools === null) return known;
  const { pools: last, until_at, next } = known ?? { pools: [], until_at: null, next: null };
  if (areSame(last, pools))
    return until_at === null && next === null ? known : { pools: last, until_at: null, next: null };
  const until = last.length === 0 ? null : (until_at ?? before?.recorded_at ?? now.recorded_at);
  const isNext = next !== null && areSame(next.pools, pools);
  const areForeign = (set: readonly SetPool[]): boolean =>
    own !== null && set.some((pool) => foreignPool(pool, own) !== null);
  const isForeign = areForeign(pools);
  // A farm whose pools are not known for a while, as after a gap, says nothing about these.
  if (isForeign || (own === null && last.length > 0)) {
    const kept = isForeign || !isNext ? null : next;
    return known === null || (until === until_at && kept === next)
      ? known
      : { pools: last, until_at: until, next: kept };
  }
  const since_at = isNext ? next.since_at : now.recorded_at;
  const leastMs = last.length === 0 || areForeign(last) ? POOLS_BEFORE_MS.first : POOLS_BEFORE_MS.others;
  if (now.recorded_at - since_at >= leastMs) return { pools, until_at: null, next: null };
  return isNext ? known : { pools: last, until_at: until, next: { pools, since_at } };
}

/** What is known after a job has set these pools; null if their workers are not known. */
export function poolsBeforeOfJob(pools: readonly SetPool[]): PoolsBefore | null {
  const used = pools.filter(({ url }) => url.trim() !== '');
  if (used.length === 0 || used.some(({ user }) => !isName(user))) return null;
  return { pools: used.map(({ url, user }) => ({ url: withoutLogin(url), user })), until_at: null, next: null };
}

/** The operator's pools of a status; null if there is none, or the worker of one is not known. */
function setOf(pools: readonly Pool[]): readonly SetPool[] | null {
  const set: SetPool[] = [];
  for (const pool of pools) {
    if (!isOperatorPool(pool) || pool.url === null) continue;
    if (!isName(pool.user)) return null;
    set.push({ url: withoutLogin(pool.url), user: pool.user });
  }
  return set.length === 0 ? null : set;
}

function isName(user: string | null): user is string {
  return user !== null && user.trim() !== '' && !isMasked(user);
}

/** The scheme, which a status does not show, makes no difference. */
function areSame(a: readonly SetPool[], b: readonly SetPool[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ url, user }, at) => user === b[at]?.user && bareAddress(url) === bareAddress(b[at].url))
  );
}
