import type { CallOptions } from '../call-options.ts';
import { ExtendableDeadline } from './extendable-deadline.ts';
import { type LostTime, lostTime } from './lost-time.ts';

/** `starved`: this thread was blocked for so long that it can't say whether a response came. */
export type StopCause = 'timeout' | 'aborted' | 'starved';

type LostTimeHere = Pick<LostTime, 'enter' | 'leave' | 'totalMs'>;

/**
 * The deadline and the abort signal of a request through all its stages: waiting for its turn,
 * connecting, reading, decompressing. The current stage provides the function that stops it.
 */
export class CallCancellation {
  readonly timeoutMs: number;
  #cause: StopCause | null = null;
  #stopStage: ((cause: StopCause) => void) | null = null;
  #timer: NodeJS.Timeout;
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = (): void => this.#stop('aborted');
  readonly #lost: LostTimeHere;
  readonly #deadline: ExtendableDeadline;

  constructor(defaultTimeoutMs: number, call: CallOptions | undefined, lost: LostTimeHere = lostTime) {
    this.#lost = lost;
    lost.enter();
    this.#deadline = call?.deadline ?? new ExtendableDeadline(call?.timeoutMs ?? defaultTimeoutMs, lost);
    this.timeoutMs = this.#deadline.timeoutMs;
    this.#timer = setTimeout(this.#expire, this.#deadline.leftMs());
    this.#signal = call?.signal;
    if (this.#signal?.aborted) this.#cause = 'aborted';
    else this.#signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Why the call must end; null while it may continue. */
  get cause(): StopCause | null {
    return this.#cause;
  }

  /**
   * Runs one stage. `start` gets a function that completes the stage, and returns one that stops it
   * early. Returns the value of the stage, or why it was stopped.
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

  /** Must be called when the call has ended, also after a failure. */
  release(): void {
    clearTimeout(this.#timer);
    this.#lost.leave();
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }

  readonly #expire = (): void => {
    if (this.#deadline.extend()) this.#timer = setTimeout(this.#expire, this.#deadline.leftMs());
    else this.#stop(this.#deadline.isLost() ? 'starved' : 'timeout');
  };

  #stop(cause: StopCause): void {
    this.#cause ??= cause;
    this.#stopStage?.(this.#cause);
  }
}
