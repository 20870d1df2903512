import { MINUTE_MS, SECOND_MS } from '../../../src-shared/durations.ts';
import type { Clock } from '../../runtime/clock.ts';
import { SleepDetector } from '../../runtime/sleep-detector.ts';

const INTERVAL_MS = SECOND_MS;
/** Less is a busy computer. */
const LEAST_SLEEP_MS = 10 * SECOND_MS;
/** A computer that woke up, or a program that started, may be without its network for so long. */
const SETTLES_MS = MINUTE_MS;

/**
 * Since when this computer is awake, as long as jobs need to know: what was read before a sleep is
 * old after it, and silence right after it says nothing.
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

  /** Watches until what is returned is called. */
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

  /** By the monotonic clock. A sleep that nobody has noticed yet is noticed here. */
  sinceMs(): number {
    const sleptMs = this.#detector.sleptMs();
    if (sleptMs >= LEAST_SLEEP_MS) {
      this.#sinceMs = this.#clock.monotonicMs();
      this.#settledAtMs = this.#sinceMs + SETTLES_MS;
      this.#onSlept(sleptMs);
    }
    return this.#sinceMs;
  }

  /** Whether the silence of a miner says anything. */
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
