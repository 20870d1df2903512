import { onAbort } from './on-abort.ts';

/**
 * Runs the tasks of one key strictly one at a time, first come first served; tasks of other keys
 * run beside them. A lock is not re-entrant: a task that asks for its own key waits for itself.
 */
export class KeyedLock {
  /** Who waits, by key; a key is here as long as a task of its own runs. */
  readonly #waiting = new Map<string, (() => void)[]>();

  /**
   * Returns what the task returns. Rejects with the signal's reason if it is aborted before the
   * task began; a running task is left to end.
   */
  async run<T>(key: string, task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) this.#waiting.set(key, []);
    else await turnIn(waiting, signal);
    try {
      return await task();
    } finally {
      // Handed straight to the next in line, so that no later caller can take it in between.
      const next = this.#waiting.get(key)?.shift();
      if (next === undefined) this.#waiting.delete(key);
      else next();
    }
  }
}

function turnIn(waiting: (() => void)[], signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const begin = (): void => {
      isOver?.();
      resolve();
    };
    const leave = (): void => {
      waiting.splice(waiting.indexOf(begin), 1);
      reject(signal?.reason);
    };
    waiting.push(begin);
    const isOver = signal === undefined ? null : onAbort(signal, leave);
  });
}
