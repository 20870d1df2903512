/** Lets at most `limit` tasks run at once; the others wait their turn, first come first served. */
export class Semaphore {
  #free: number;
  /** A set keeps its order, and gives up its first as fast with a hundred thousand in it. */
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
      // A place is handed straight to the next in line, so that no later caller can take it in
      // between.
      const [next] = this.#waiting;
      if (next === undefined) this.#free += 1;
      else {
        this.#waiting.delete(next);
        next();
      }
    }
  }
}
