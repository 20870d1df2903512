import type { Clock } from './clock.ts';

/**
 * Notices that the program did not run for a while: the computer slept, or the process was stopped,
 * without notice. It is checked at an interval; where a clock is far beyond that, time has passed
 * in which nothing was watched. Both clocks count: the wall clock goes on while the computer
 * sleeps, the monotonic one also where the other is set back.
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
   * Whether the program has slept since the last call; less than `thresholdMs` is a busy machine.
   */
  hasSlept(thresholdMs: number): boolean {
    return this.sleptMs() >= thresholdMs;
  }

  /** For how long the program did not run since the last call, beyond the interval; 0 at least. */
  sleptMs(): number {
    const [wallMs, monotonicMs] = [this.#clock.nowMs(), this.#clock.monotonicMs()];
    const passedMs = Math.max(wallMs - this.#wallMs, monotonicMs - this.#monotonicMs);
    this.#wallMs = wallMs;
    this.#monotonicMs = monotonicMs;
    return Math.max(0, passedMs - this.#intervalMs);
  }
}
