import { onAbort } from './on-abort.ts';

/**
 * Runs tasks with the same key one at a time, in order; tasks with different keys run concurrently.
 * Not re-entrant: a task that requests its own key deadlocks.
 */
export class KeyedLock {
  /** Waiting tasks by key. A key is present while one of its tasks runs. */
  readonly #waiting = new Map<string, (() => void)[]>();

  /**
   * Returns what the task returns. Rejects with the signal's reason if it aborts before the task
   * has started; a running task is not aborted.
   */
  async run<T>(key: string, task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) this.#waiting.set(key, []);
    else await turnIn(waiting, signal);
    try {
      return await task();
    } finally {
      // The lock passes directly to the next waiting task, so that no later caller can overtake it.
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
