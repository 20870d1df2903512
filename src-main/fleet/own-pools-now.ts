import { findOwnPools, type OwnPools } from '../../src-shared/own-pools.ts';
import type { Entry } from './entry.ts';

/** How old the answer may be: a farm changes its pools seldom, and all its miners are counted. */
const COUNTED_EVERY_MS = 60_000;

/** The pools of the farm, as its managed miners are set now. */
export class OwnPoolsNow {
  readonly #entries: () => Iterable<Entry>;
  #counted: { readonly atMs: number; readonly pools: ReadonlyMap<string | null, OwnPools> } | null = null;

  constructor(entries: () => Iterable<Entry>) {
    this.#entries = entries;
  }

  /** Those for the algorithm of a miner; null where none can be named. */
  of(entry: Entry, monotonicMs: number): OwnPools | null {
    if (this.#counted === null || monotonicMs - this.#counted.atMs >= COUNTED_EVERY_MS) {
      const managed = [...this.#entries()].filter(({ stored, latest }) => stored.managed && latest !== null);
      const sets = managed.map((one) => ({ algorithm: one.reportedUnit.algorithm, pools: one.latest?.pools ?? [] }));
      this.#counted = { atMs: monotonicMs, pools: findOwnPools(sets) };
    }
    return this.#counted.pools.get(entry.reportedUnit.algorithm) ?? null;
  }
}
