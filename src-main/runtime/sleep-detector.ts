import type { Clock } from './clock.ts';

/** A shorter time is a busy computer, not a sleep. */
export const LEAST_SLEEP_MS = 10_000;

/**
 * Detects that the program did not run for a while: the computer slept, or the process was
 * suspended, without an event. It is called at an interval: if a clock is far beyond that, the
 * program did not run. Both clocks are used: the wall clock runs while the computer sleeps, and the
 * monotonic one is right when the wall clock is set back.
 */
export class SleepDetector {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  #wallMs: number;
  #monotonicMs: number;

  constructor(clock: Clock, intervalMs: number) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#wallMs = clock.nowMs();
    this.#monotonicMs = clock.monotonicMs();
  }

  /**
   * Whether the program has slept since the last call. Less than `thresholdMs` is a busy machine.
   */
  hasSlept(thresholdMs: number): boolean {
    return this.sleptMs() >= thresholdMs;
  }

  /** How long the program did not run since the last call, beyond the interval; at least 0. */
  sleptMs(): number {
    const [wallMs, monotonicMs] = [this.#clock.nowMs(), this.#clock.monotonicMs()];
    const passedMs = Math.max(wallMs - this.#wallMs, monotonicMs - this.#monotonicMs);
    this.#wallMs = wallMs;
    this.#monotonicMs = monotonicMs;
    return Math.max(0, passedMs - this.#intervalMs);
  }
}
