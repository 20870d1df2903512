import { onAbort } from './on-abort.ts';

/** The source of time. Tests use their own. */
export interface Clock {
  /** Wall clock, UNIX milliseconds: for what is stored and shown. It may jump. */
  nowMs(): number;
  /** Never goes back: for intervals and deadlines. */
  monotonicMs(): number;
  /** Resolves after `ms`, or at once when the signal aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const done = (): void => {
        clearTimeout(timer);
        isOver?.();
        resolve();
      };
      const timer = setTimeout(done, ms);
      const isOver = signal === undefined ? null : onAbort(signal, done);
    }),
};
