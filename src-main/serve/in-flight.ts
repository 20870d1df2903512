/**
 * The responses that the server has begun and not finished, so that a stop can wait for them and
 * name those that did not end.
 */
export class InFlight {
  readonly #names = new Map<Promise<unknown>, string>();

  track<T>(name: string, work: Promise<T>): Promise<T> {
    this.#names.set(work, name);
    const forget = () => this.#names.delete(work);
    work.then(forget, forget);
    return work;
  }

  /** Resolves when all of it is finished or the time is over, with the names of what is not. */
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
