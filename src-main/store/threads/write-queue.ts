import { StoreError } from '../store-error.ts';

/** So many writes are with the worker at once, enough to fill its transactions. */
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
  readonly #unsettled = new Set<Promise<unknown>>();
  #underWay = 0;

  /** Writes given and not yet settled. */
  get pending(): number {
    return this.#unsettled.size;
  }

  run<T>(write: () => Promise<T>): Promise<T> {
    if (this.#waiting.length >= MOST_WAITING) {
      return Promise.reject(
        new StoreError('overloaded', `${this.pending} writes wait for the disk already; this one was not taken.`),
      );
    }
    const settled = this.#pass(write);
    this.#unsettled.add(settled);
    const forget = (): void => void this.#unsettled.delete(settled);
    settled.then(forget, forget);
    return settled;
  }

  /** Resolves once every write given so far is settled, well or not. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#unsettled);
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
