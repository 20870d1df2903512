import { StoreError } from '../store-error.ts';

/** How many writes the worker has at a time, enough to fill its transactions. */
const MOST_UNDER_WAY = 64;

/**
 * Beyond this many the disk has fallen behind for good, and memory would fill with what it will
 * never catch up with.
 */
const MOST_WAITING = 4096;

/**
 * Lets writes through in order and only so many at a time; whoever awaits a write is slowed down to
 * the pace of the disk.
 */
export class WriteQueue {
  readonly #waiting: (() => void)[] = [];
  readonly #unfinished = new Set<Promise<unknown>>();
  #underWay = 0;

  /** Writes given and not yet finished. */
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

  /** Resolves once every write given so far is finished, well or not. */
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
      // The place is handed on, so that no later caller can take it in between.
      if (next === undefined) this.#underWay--;
      else next();
    }
  }
}
