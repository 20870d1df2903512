import { HOUR_MS } from '../../src-shared/milliseconds.ts';
import type { Clock } from './clock.ts';

/** A clock that is still behind after this time is accepted: the later times were wrong. */
const BELIEVED_AFTER_MS = HOUR_MS;

/** Detects that the clock of this computer is behind times that were recorded with it. */
export class ClockGuard {
  readonly #clock: Clock;
  #latestMs = 0;
  #behindSinceMs: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Notes a time that was recorded with this clock. */
  note(atMs: number): void {
    this.#latestMs = Math.max(this.#latestMs, atMs);
  }

  /** How far the clock is behind the latest noted time, in milliseconds; 0 if it is not. */
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
