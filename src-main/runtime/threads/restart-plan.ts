export interface RestartTiming {
  /** Wait before the second attempt in a row, doubled from then on. The first one is immediate. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /**
   * A thread that has lived this long counts as recovered: the time until `giveUpAfterMs` starts
   * again.
   */
  readonly backMs: number;
  /** A thread that has lived this long had a new cause of death: the back-off starts again. */
  readonly provenMs: number;
}

/** Decides when a thread that died is started again. */
export class RestartPlan {
  readonly #timing: RestartTiming;
  readonly #giveUpAfterMs: number;
  #count = 0;
  #failures = 0;
  /** Time since which no thread has recovered; null while one lives. */
  #failingSinceMs: number | null = null;

  /** The thread is given up once no start has worked for `giveUpAfterMs`; without it, never. */
  constructor(timing: RestartTiming, giveUpAfterMs = Number.POSITIVE_INFINITY) {
    this.#timing = timing;
    this.#giveUpAfterMs = giveUpAfterMs;
  }

  /** Number of restarts. */
  get count(): number {
    return this.#count;
  }

  /** A thread has ended after this time. */
  lived(forMs: number): void {
    if (forMs >= this.#timing.backMs) this.#failingSinceMs = null;
    if (forMs >= this.#timing.provenMs) this.#failures = 0;
  }

  /** Milliseconds until the next start; null to give up. */
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
