/**
 * A poll that takes longer waits for a slow or silent miner: it uses almost no resources of this
 * computer, and may take long to end.
 */
const SLOW_AFTER_MS = 500;
/**
 * Additional slow polls, as a multiple of the limit. Half of a large farm may lose its power, and
 * the other half must still be read.
 */
const SLOW_FACTOR = 8;

/**
 * Limits how many polls may start. The limit is for polls that have just started; slow ones have a
 * separate, larger limit, so that they do not take the turns of others.
 */
export class PollConcurrency {
  readonly #limit: () => number;
  /** Start times of the running polls, the oldest first. */
  readonly #begun = new Map<symbol, number>();

  constructor(limit: () => number) {
    this.#limit = limit;
  }

  /** Registers the start of a poll. Returns the function that ends it. */
  enter(monotonicMs: number): () => void {
    const poll = Symbol();
    this.#begun.set(poll, monotonicMs);
    return () => {
      this.#begun.delete(poll);
    };
  }

  /**
   * How many more polls may start now. If none, `opensInMs` is the time until a running one counts
   * as slow; null if only the end of one makes room.
   */
  capacity(monotonicMs: number): { readonly free: number; readonly opensInMs: number | null } {
    const limit = this.#limit();
    let quick = 0;
    let firstQuickMs: number | null = null;
    for (const begunMs of this.#begun.values()) {
      if (monotonicMs - begunMs >= SLOW_AFTER_MS) continue;
      quick += 1;
      firstQuickMs ??= begunMs;
    }
    const slow = this.#begun.size - quick;
    const mostSlow = limit * SLOW_FACTOR;
    const free = Math.max(0, limit - quick - Math.max(0, slow - mostSlow));
    if (free > 0 || firstQuickMs === null || slow >= mostSlow) return { free, opensInMs: null };
    return { free, opensInMs: firstQuickMs + SLOW_AFTER_MS - monotonicMs };
  }
}
