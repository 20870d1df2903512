/**
 * What goes on beside whoever began it. Its failures are reported, never left as an unhandled
 * rejection, and a stop waits for all of it.
 */
export class TaskGroup {
  readonly #onError: (error: unknown) => void;
  readonly #running = new Set<Promise<void>>();

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  get size(): number {
    return this.#running.size;
  }

  /** Begins a task at once; only `idle()` waits for it. */
  run(task: () => Promise<unknown>): void {
    const running = this.#attempt(task).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Resolves when nothing goes on any more, what was begun meanwhile included. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #attempt(task: () => Promise<unknown>): Promise<void> {
    try {
      await task();
    } catch (error) {
      this.#onError(error);
    }
  }
}
