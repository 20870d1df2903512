/**
 * The responses that are not finished yet, so that a stop can wait for them, and log those that do
 * not end.
 */
export class InFlight {
  readonly #names = new Map<Promise<unknown>, string>();

  track<T>(name: string, work: Promise<T>): Promise<T> {
    this.#names.set(work, name);
    const forget = () => this.#names.delete(work);
    work.then(forget, forget);
    return work;
  }

  /** Resolves when all are finished or the time is over, with the names of those that are not. */
  async finish(withinMs: number): Promise<string[]> {
    const { promise: timeIsOver, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, withinMs);
    while (this.#names.size > 0) {
      const all = Promise.allSettled(this.#names.keys()).then(() => true);
      if ((await Promise.race([all, timeIsOver])) !== true) break;
    }
    clearTimeout(timer);
    return [...this.#names.values()];
  }
}
