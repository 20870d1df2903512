/**
 * A poll that has taken so long waits for a miner that is slow or silent: it costs this computer
 * next to nothing, and may take long to end.
 */
const SLOW_AFTER_MS = 500;
/**
 * How many times the limit may wait in this way, in addition to those that count against it. Half
 * of a large farm may lose its power, and the other half must still be read.
 */
const SLOW_FACTOR = 8;

/**
 * How many polls may begin. The limit is for polls that have just begun; those that wait for a
 * silent miner have a wider one of their own, so that they do not take the turns of the others.
 */
export class PollConcurrency {
  readonly #limit: () => number;
  /** When each poll under way began, the oldest first. */
  readonly #begun = new Map<symbol, number>();

  constructor(limit: () => number) {
    this.#limit = limit;
  }

  /** A poll begins. Returns the function that ends it. */
  enter(monotonicMs: number): () => void {
    const poll = Symbol();
    this.#begun.set(poll, monotonicMs);
    return () => {
      this.#begun.delete(poll);
    };
  }

  /**
   * How many more may begin now. Where none may, `opensInMs` is how long until one under way counts
   * as waiting; null where only the end of one makes room.
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
