import { StoreError } from '../store-error.ts';

/** How many writes the worker has at a time, enough to fill its transactions. */
const MOST_UNDER_WAY = 64;

/** With more than this the disk cannot catch up any more, and memory would fill up. */
const MOST_WAITING = 4096;

/**
 * Passes on writes in order, with a limit at a time: callers that await their writes are slowed
 * down to the speed of the disk.
 */
export class WriteQueue {
  readonly #waiting: (() => void)[] = [];
  readonly #unfinished = new Set<Promise<unknown>>();
  #underWay = 0;

  /** Writes that were passed in and have not finished. */
  get pending(): number {
    return this.#unfinished.size;
  }

  run<T>(write: () => Promise<T>): Promise<T> {
    if (this.#waiting.length >= MOST_WAITING) {
      return Promise.reject(
        new StoreError('overloaded', `${this.pending} writes wait for the disk already; this one was not taken.`),
      );
    }
    const finished = this.#pass(write);
    this.#unfinished.add(finished);
    const forget = (): void => void this.#unfinished.delete(finished);
    finished.then(forget, forget);
    return finished;
  }

  /** Resolves when all writes passed in so far have finished, successfully or not. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#unfinished);
  }

  async #pass<T>(write: () => Promise<T>): Promise<T> {
    if (this.#underWay >= MOST_UNDER_WAY) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#underWay++;
    try {
      return await write();
    } finally {
      const next = this.#waiting.shift();
      // The place passes directly to the next write, so that no later caller can overtake it.
      if (next === undefined) this.#underWay--;
      else next();
    }
  }
}
