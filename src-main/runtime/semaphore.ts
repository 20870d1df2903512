/** Runs at most `limit` tasks at once; the others wait in order. */
export class Semaphore {
  #free: number;
  /** A set keeps its order, and removes its first entry fast even with 100,000 entries. */
  readonly #waiting = new Set<() => void>();

  constructor(limit: number) {
    this.#free = limit;
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.add(resolve));
    try {
      return await task();
    } finally {
      // The place passes directly to the next waiting task, so that no later caller can overtake
      // it.
      const [next] = this.#waiting;
      if (next === undefined) this.#free += 1;
      else {
        this.#waiting.delete(next);
        next();
      }
    }
  }
}
