import { HOUR_MS } from '../../src-shared/durations.ts';
import type { Clock } from './clock.ts';

/**
 * A clock that stands still behind for so long is believed: the later times were the wrong ones.
 */
const BELIEVED_AFTER_MS = HOUR_MS;

/** Finds that the clock of this computer is behind times that it showed before. */
export class ClockGuard {
  readonly #clock: Clock;
  #latestMs = 0;
  #behindSinceMs: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** This moment was recorded by the clock. */
  note(atMs: number): void {
    this.#latestMs = Math.max(this.#latestMs, atMs);
  }

  /**
   * How far the clock is behind the latest moment that is known, in milliseconds; 0 where it is
   * not.
   */
  behindMs(): number {
    const now = this.#clock.nowMs();
    const monotonicMs = this.#clock.monotonicMs();
    const behindMs = Math.max(0, this.#latestMs - now);
    if (behindMs === 0) this.#behindSinceMs = null;
    else this.#behindSinceMs ??= monotonicMs;
    const isBelieved = this.#behindSinceMs !== null && monotonicMs - this.#behindSinceMs > BELIEVED_AFTER_MS;
    if (behindMs > 0 && !isBelieved) return behindMs;
    this.#latestMs = now;
    this.#behindSinceMs = null;
    return 0;
  }
}
