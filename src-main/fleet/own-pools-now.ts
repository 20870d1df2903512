import { DAY_MS } from '../../src-shared/durations.ts';
import { OWN_POOLS_READ_MS } from '../../src-shared/judging/thresholds.ts';
import type { OrderedPool } from '../../src-shared/model/index.ts';
import { findOwnPools, type OwnPools, withOthers } from '../../src-shared/own-pools.ts';
import type { Clock } from '../runtime/clock.ts';
import type { StoredModel } from '../store/store.ts';
import type { Entry, LiveStatus } from './entry.ts';
import { unitHardware } from './unit-hardware.ts';

/** How old the answer may be: a farm changes its pools seldom, and all its miners are counted. */
const COUNTED_EVERY_MS = 60_000;
/**
 * What a good part of the farm was set to stays its own for so long: the last miners of a move to
 * another pool were taken by nobody.
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
  /** By job that is under way, what it sets. */
  readonly #ordered = new Map<string, Map<string, OrderedPool>>();
  /** What jobs set last on miners of the farm. */
  #set: readonly OrderedPool[] = [];
  /** By pool and account, until when it stays the farm's own. */
  readonly #earlier = new Map<string, { readonly pool: OrderedPool; readonly untilMs: number }>();
  #counted: { readonly atMs: number; readonly pools: ReadonlyMap<string | null, OwnPools> } | null = null;

  constructor(options: OwnPoolsOptions) {
    this.#options = options;
    this.#startedAt = options.clock.nowMs();
  }

  /** The operator has PowerHive set these: they are the farm's own from now on. */
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

  /** All that jobs set last, the job that has ended among them; null where none has. */
  know(set: readonly OrderedPool[], endedJobId: string | null): void {
    if (endedJobId !== null) this.#ordered.delete(endedJobId);
    this.#set = set;
    this.#counted = null;
  }

  /** Those for the algorithm of a miner; null where none can be named. */
  of(entry: Entry): OwnPools | null {
    const atMs = this.#options.clock.monotonicMs();
    if (this.#counted === null || atMs - this.#counted.atMs >= COUNTED_EVERY_MS) {
      const sets = this.#voting().map((one) => ({ algorithm: this.#algorithmOf(one), pools: one.latest.pools }));
      const found = findOwnPools(sets);
      this.#keep(found, atMs);
      const earlier = [...this.#earlier.values()].map(({ pool }) => pool);
      const ordered = [...this.#ordered.values()].flatMap((pools) => [...pools.values()]);
      this.#counted = { atMs, pools: withOthers(found, [...ordered, ...this.#set, ...earlier]) };
    }
    return this.#counted.pools.get(this.#algorithmOf(entry)) ?? null;
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
   * The miners whose readings say how the farm is set now. One that is offline, or was not read for
   * long, may be set to what the farm has left. After a start, what was read last before it counts
   * until the miner is read.
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
