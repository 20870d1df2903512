export interface RestartTiming {
  /** Wait before the second try in a row; it doubles from then on. The first try comes at once. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /**
   * A thread that has lived for so long did come back: what it dies of later is no reason to give
   * it up.
   */
  readonly backMs: number;
  /** A thread that has lived for so long died of something new. */
  readonly provenMs: number;
}

/** When a thread that died is started again. */
export class RestartPlan {
  readonly #timing: RestartTiming;
  readonly #giveUpAfterMs: number;
  #count = 0;
  #failures = 0;
  /** Since when no thread has come back; null while one lives. */
  #failingSinceMs: number | null = null;

  /** It is given up once no start has worked for `giveUpAfterMs`; left out = never. */
  constructor(timing: RestartTiming, giveUpAfterMs = Number.POSITIVE_INFINITY) {
    this.#timing = timing;
    this.#giveUpAfterMs = giveUpAfterMs;
  }

  /** How often it was started again. */
  get count(): number {
    return this.#count;
  }

  /** A thread has ended that lived for so long. */
  lived(forMs: number): void {
    if (forMs >= this.#timing.backMs) this.#failingSinceMs = null;
    if (forMs >= this.#timing.provenMs) this.#failures = 0;
  }

  /** In how many milliseconds the next one is started; null where it is given up. */
  next(): number | null {
    const { firstWaitMs, longestWaitMs } = this.#timing;
    const monotonicMs = performance.now();
    this.#failingSinceMs ??= monotonicMs;
    this.#failures += 1;
    if (monotonicMs - this.#failingSinceMs >= this.#giveUpAfterMs) return null;
    this.#count += 1;
    return this.#failures === 1 ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (this.#failures - 2));
  }
}
