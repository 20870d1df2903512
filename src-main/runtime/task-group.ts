/**
 * Background tasks. Failures are reported instead of becoming unhandled rejections, and a stop can
 * wait for all of them.
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

  /** Starts a task at once; only `idle()` waits for it. */
  run(task: () => Promise<unknown>): void {
    const running = this.#attempt(task).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Resolves when no task is running, including those that were started meanwhile. */
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
