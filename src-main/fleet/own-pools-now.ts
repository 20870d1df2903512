import { OWN_POOLS_READ_MS } from '../../src-shared/judging/thresholds.ts';
import { DAY_MS } from '../../src-shared/milliseconds.ts';
import type { OrderedPool, PoolDecision, PoolStanding, SeenPool } from '../../src-shared/model/index.ts';
import { findOwnPools, type OwnPools, poolKey, withOthers, withoutForeign } from '../../src-shared/pools/own-pools.ts';
import type { Clock } from '../runtime/clock.ts';
import type { StoredModel } from '../store/store.ts';
import { poolUses, unconfirmedPools } from './changed-pools.ts';
import type { Entry, LiveStatus } from './miner-entry.ts';
import { unitHardware } from './readings/unit-hardware.ts';

/** Maximum age of the result: pools change rarely, and all miners are counted. */
const COUNTED_EVERY_MS = 60_000;
/**
 * Pools of a good part of the farm stay its own for this time, so that the last miners of a move to
 * other pools are not reported.
 */
const STAYS_OWN_MS = DAY_MS;

export interface OwnPoolsOptions {
  readonly entries: () => Iterable<Entry>;
  readonly modelOf: (entry: Entry) => StoredModel | null;
  readonly clock: Clock;
}

/** The pools of the farm, as its managed miners are set now. */
export class OwnPoolsNow {
  readonly #options: OwnPoolsOptions;
  readonly #startedAt: number;
  /** The pools that running jobs set, by job. */
  readonly #ordered = new Map<string, Map<string, OrderedPool>>();
  /** The pools that jobs set last on miners of the farm. */
  #set: readonly OrderedPool[] = [];
  /** What the operator says of pools. */
  #decided: readonly PoolDecision[] = [];
  /** Earlier pools by pool and account, and until when they stay the farm's own. */
  readonly #earlier = new Map<string, { readonly pool: OrderedPool; readonly untilMs: number }>();
  #counted: { readonly atMs: number; readonly pools: ReadonlyMap<string | null, OwnPools> } | null = null;

  constructor(options: OwnPoolsOptions) {
    this.#options = options;
    this.#startedAt = options.clock.nowMs();
  }

  /** A job of the operator sets these pools: they are the farm's own from now on. */
  note(jobId: string, ordered: Iterable<OrderedPool>): void {
    const known = this.#ordered.get(jobId) ?? new Map<string, OrderedPool>();
    this.#ordered.set(jobId, known);
    for (const one of ordered) {
      const key = JSON.stringify([one.host, one.account]);
      if (known.has(key)) continue;
      known.set(key, one);
      this.#counted = null;
    }
  }

  /** The pools that jobs set last; `endedJobId` is a job that has ended, or null. */
  know(set: readonly OrderedPool[], endedJobId: string | null): void {
    if (endedJobId !== null) this.#ordered.delete(endedJobId);
    this.#set = set;
    this.#counted = null;
  }

  /** What the operator says of pools, all of it. */
  decide(decided: readonly PoolDecision[]): void {
    this.#decided = decided;
    this.#counted = null;
  }

  /** The pools to which miners are set now: first those to be confirmed, then those of most miners. */
  seen(): SeenPool[] {
    const voting = this.#voting();
    const uses = [...poolUses(voting).values()];
    const ownBy = this.#ownByPool(voting);
    const named = new Set(uses.flatMap(({ pool }) => (pool.account === null ? [] : [pool.host])));
    // A host stands in the list alone only where no account is known.
    const shown = uses.filter(({ pool }) => pool.account !== null || !named.has(pool.host));
    const pools = shown.map(
      ({ pool, miners, sinceAt }): SeenPool => ({
        ...pool,
        miners,
        since_at: sinceAt,
        standing: this.#standing(pool, ownBy.get(poolKey(pool)) ?? []),
      }),
    );
    const isFirst = ({ standing }: SeenPool): number => (standing === 'unconfirmed' ? 0 : 1);
    return pools.sort((a, b) => isFirst(a) - isFirst(b) || b.miners - a.miners || (poolKey(a) < poolKey(b) ? -1 : 1));
  }

  /** By `poolKey`: what is known for the algorithms of the miners that are set to a pool. */
  #ownByPool(voting: readonly (Entry & { readonly latest: LiveStatus })[]): ReadonlyMap<string, readonly OwnPools[]> {
    const own = this.#now();
    const found = new Map<string, OwnPools[]>();
    for (const [algorithm, entries] of Map.groupBy(voting, (entry) => this.#algorithmOf(entry))) {
      const known = own.get(algorithm);
      if (known === undefined) continue;
      for (const key of poolUses(entries).keys()) found.set(key, [...(found.get(key) ?? []), known]);
    }
    return found;
  }

  #standing(pool: OrderedPool, own: readonly OwnPools[]): PoolStanding {
    const host = { host: pool.host, account: null };
    const saidOf = (named: OrderedPool) => this.#decided.find((one) => poolKey(one) === poolKey(named));
    // What is said of the account goes before what is said of its whole host.
    const said = saidOf(pool) ?? saidOf(host);
    if (said !== undefined) return said.is_own ? 'mine' : 'not_mine';
    if (this.#isOrdered(pool)) return 'job';
    const known = own.filter(({ isOpen }) => isOpen !== true);
    if (known.length === 0) return 'unknown';
    const isIn = (keys: ReadonlySet<string> | undefined): boolean =>
      keys?.has(poolKey(pool)) === true || keys?.has(poolKey(host)) === true;
    if (known.some(({ unconfirmed }) => isIn(unconfirmed))) return 'unconfirmed';
    const isOwn = known.some(({ hosts, accounts }) => {
      const names = accounts.get(pool.host);
      return hosts.has(pool.host) && (pool.account === null || names === undefined || names.has(pool.account));
    });
    return isOwn ? 'share' : 'foreign';
  }

  /** Whether a job has set it, also one that is running. A job that named no account set all of a host. */
  #isOrdered({ host, account }: OrderedPool): boolean {
    const ordered = [...this.#set, ...[...this.#ordered.values()].flatMap((pools) => [...pools.values()])];
    return ordered.some((one) => {
      return one.host === host && (account === null || one.account === null || one.account === account);
    });
  }

  /** The farm's pools for the algorithm of a miner; null if none can be named. */
  of(entry: Entry): OwnPools | null {
    return this.#now().get(this.#algorithmOf(entry)) ?? null;
  }

  #now(): ReadonlyMap<string | null, OwnPools> {
    const atMs = this.#options.clock.monotonicMs();
    if (this.#counted === null || atMs - this.#counted.atMs >= COUNTED_EVERY_MS) {
      const voting = this.#voting();
      const sets = voting.map((one) => ({ algorithm: this.#algorithmOf(one), pools: one.latest.pools }));
      const byShare = findOwnPools(sets, this.#decided);
      const mine = this.#decided.filter(({ is_own }) => is_own);
      const ordered = [...this.#ordered.values()].flatMap((pools) => [...pools.values()]);
      const named = new Set([...mine, ...ordered, ...this.#set].map(poolKey));
      // A host is sure only as a whole: one account that is named says nothing of the others there.
      const isSure = (pool: OrderedPool): boolean =>
        named.has(poolKey(pool)) || named.has(poolKey({ host: pool.host, account: null }));
      const unconfirmed = unconfirmedPools(byShare.values(), voting, this.#options.entries(), isSure);
      const algorithms = new Set(sets.map(({ algorithm }) => algorithm));
      const found = withoutForeign(byShare, this.#decided, unconfirmed, algorithms);
      this.#keep(found, atMs);
      const notYet = new Set(unconfirmed.map(poolKey));
      const earlier = [...this.#earlier.values()].map(({ pool }) => pool).filter((pool) => !notYet.has(poolKey(pool)));
      this.#counted = { atMs, pools: withOthers(found, [...ordered, ...this.#set, ...earlier, ...mine]) };
    }
    return this.#counted.pools;
  }

  #keep(found: ReadonlyMap<string | null, OwnPools>, atMs: number): void {
    for (const [key, { untilMs }] of this.#earlier) if (untilMs <= atMs) this.#earlier.delete(key);
    const untilMs = atMs + STAYS_OWN_MS;
    for (const { hosts, accounts } of found.values())
      for (const host of hosts)
        for (const account of accounts.get(host) ?? [null])
          this.#earlier.set(JSON.stringify([host, account]), { pool: { host, account }, untilMs });
  }

  #algorithmOf(entry: Entry): string | null {
    return unitHardware(entry, this.#options.modelOf(entry)).algorithm;
  }

  /**
   * The miners whose readings show the farm's pools. One that is offline, or was not read for long,
   * may have pools that the farm has left. After a start, the last reading before it counts until
   * the miner is read again.
   */
  #voting(): (Entry & { readonly latest: LiveStatus })[] {
    const entries = [...this.#options.entries()].filter(
      (entry): entry is Entry & { readonly latest: LiveStatus } =>
        entry.stored.managed && entry.stored.ip !== null && entry.latest !== null,
    );
    const now = this.#options.clock.nowMs();
    const hasJustStarted = now - this.#startedAt <= OWN_POOLS_READ_MS;
    const isBefore = ({ latest }: { readonly latest: LiveStatus }): boolean => latest.recorded_at < this.#startedAt;
    const lastBefore = entries.reduce((at, one) => (isBefore(one) ? Math.max(at, one.latest.recorded_at) : at), 0);
    return entries.filter((one) => {
      const { recorded_at } = one.latest;
      if (!isBefore(one)) return Math.abs(now - recorded_at) <= OWN_POOLS_READ_MS;
      return hasJustStarted && one.poll.failures === 0 && lastBefore - recorded_at <= OWN_POOLS_READ_MS;
    });
  }
}
