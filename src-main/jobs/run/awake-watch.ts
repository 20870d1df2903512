import { MINUTE_MS, SECOND_MS } from '../../../src-shared/milliseconds.ts';
import type { Clock } from '../../runtime/clock.ts';
import { LEAST_SLEEP_MS, SleepDetector } from '../../runtime/sleep-detector.ts';

const INTERVAL_MS = SECOND_MS;
/** A computer that woke up, or a program that started, may have no network for this long. */
const SETTLES_MS = MINUTE_MS;

/**
 * Since when this computer has been awake, observed while jobs need it. Readings before a sleep are
 * old after it, and a missing response right after it means nothing.
 */
export class AwakeWatch {
  readonly #clock: Clock;
  readonly #onSlept: (ms: number) => void;
  readonly #onError: (error: unknown) => void;
  #detector: SleepDetector;
  #sinceMs: number;
  #settledAtMs: number;
  #users = 0;
  #off = new AbortController();

  constructor(clock: Clock, onSlept: (ms: number) => void, onError: (error: unknown) => void) {
    this.#clock = clock;
    this.#onError = onError;
    this.#onSlept = onSlept;
    this.#detector = new SleepDetector(clock, INTERVAL_MS);
    this.#sinceMs = clock.monotonicMs();
    this.#settledAtMs = this.#sinceMs + SETTLES_MS;
  }

  /** Watches until the returned function is called. */
  begin(): () => void {
    this.#users += 1;
    if (this.#users === 1) {
      this.#detector = new SleepDetector(this.#clock, INTERVAL_MS);
      this.#off = new AbortController();
      this.#watch(this.#off.signal).catch(this.#onError);
    }
    return () => {
      this.#users -= 1;
      if (this.#users === 0) this.#off.abort();
    };
  }

  /** On the monotonic clock. Also detects a sleep that was not noticed yet. */
  sinceMs(): number {
    const sleptMs = this.#detector.sleptMs();
    if (sleptMs >= LEAST_SLEEP_MS) {
      this.#sinceMs = this.#clock.monotonicMs();
      this.#settledAtMs = this.#sinceMs + SETTLES_MS;
      this.#onSlept(sleptMs);
    }
    return this.#sinceMs;
  }

  /** Whether a missing response means that a miner is silent. */
  isSettled(): boolean {
    this.sinceMs();
    return this.#clock.monotonicMs() >= this.#settledAtMs;
  }

  async #watch(off: AbortSignal): Promise<void> {
    while (!off.aborted) {
      await this.#clock.sleep(INTERVAL_MS, off);
      if (!off.aborted) this.sinceMs();
    }
  }
}
