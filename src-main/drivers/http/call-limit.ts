import type { CallOptions } from '../call-options.ts';
import { type LostTime, lostTime } from './lost-time.ts';

/** `late`: this thread lost so much of the time that it can't say whether a response came. */
export type StopCause = 'timeout' | 'aborted' | 'late';

type LostTimeHere = Pick<LostTime, 'enter' | 'leave' | 'totalMs'>;

/** So many times the deadline is given back at most: a call ends, however busy the computer is. */
const MOST_GIVEN_BACK = 2;
/** Less than this is lost now and then, and given back also to a shorter deadline. */
const LATE_FROM_MS = 1000;
/** Less than this is no wait that could bring a response. */
const WORTH_WAITING_MS = 20;

/**
 * The one deadline and the one abort signal of a call, whatever stages it goes through: waiting for
 * its turn, connecting, reading, decompressing. One stage at a time says how it is stopped.
 *
 * Time that this thread loses meanwhile is given back, so that a response that came in time is read.
 * Where as much was lost as the miner had, silence is no fault of the miner.
 */
export class CallLimit {
  readonly timeoutMs: number;
  #cause: StopCause | null = null;
  #stopStage: ((cause: StopCause) => void) | null = null;
  #timer: NodeJS.Timeout;
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = (): void => this.#stop('aborted');
  readonly #lost: LostTimeHere;
  readonly #lostBeforeMs: number;
  #givenBackMs = 0;

  constructor(defaultTimeoutMs: number, call: CallOptions | undefined, lost: LostTimeHere = lostTime) {
    this.timeoutMs = call?.timeoutMs ?? defaultTimeoutMs;
    this.#lost = lost;
    lost.enter();
    this.#lostBeforeMs = lost.totalMs();
    this.#timer = setTimeout(this.#expire, this.timeoutMs);
    this.#signal = call?.signal;
    if (this.#signal?.aborted) this.#cause = 'aborted';
    else this.#signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Why the call has to end now, or null while it may go on. */
  get cause(): StopCause | null {
    return this.#cause;
  }

  /**
   * Runs one stage. `start` gets the function that ends it, and returns the function that stops it
   * before that.
   */
  stage<T>(start: (end: (value: T) => void) => (cause: StopCause) => void): Promise<T | StopCause> {
    if (this.#cause !== null) return Promise.resolve(this.#cause);
    return new Promise((resolve) => {
      let ended = false;
      const end = (value: T | StopCause): void => {
        ended = true;
        this.#stopStage = null;
        resolve(value);
      };
      const stop = start(end);
      if (ended) return;
      this.#stopStage = (cause) => {
        end(cause);
        stop(cause);
      };
    });
  }

  /** To be called when the call has ended, however it did. */
  release(): void {
    clearTimeout(this.#timer);
    this.#lost.leave();
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }

  readonly #expire = (): void => {
    const lostMs = this.#lost.totalMs() - this.#lostBeforeMs;
    const mostMs = Math.max(this.timeoutMs, LATE_FROM_MS) * MOST_GIVEN_BACK;
    const backMs = Math.min(lostMs, mostMs) - this.#givenBackMs;
    if (backMs < WORTH_WAITING_MS) {
      this.#stop(lostMs >= Math.max(this.timeoutMs, LATE_FROM_MS) ? 'late' : 'timeout');
      return;
    }
    this.#givenBackMs += backMs;
    this.#timer = setTimeout(this.#expire, backMs);
  };

  #stop(cause: StopCause): void {
    this.#cause ??= cause;
    this.#stopStage?.(this.#cause);
  }
}
