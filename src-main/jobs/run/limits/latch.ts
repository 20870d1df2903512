import { onAbort } from '../../../runtime/on-abort.ts';

/** Callers of `opened` wait while it is closed. */
export class Latch {
  #closed: PromiseWithResolvers<void> | null = null;

  get isClosed(): boolean {
    return this.#closed !== null;
  }

  close(): void {
    this.#closed ??= Promise.withResolvers();
  }

  open(): void {
    this.#closed?.resolve();
    this.#closed = null;
  }

  /** Resolves when the gate is open, or the signal aborts. */
  async opened(signal: AbortSignal): Promise<void> {
    while (this.#closed !== null && !signal.aborted) {
      const { promise, resolve } = this.#closed;
      const isOver = onAbort(signal, resolve);
      await promise;
      isOver();
    }
  }
}
