import { DAY_MS, HOUR_MS } from '../../src-shared/milliseconds.ts';

/** A larger jump of the clock is not trusted at once. */
const LEAP_MS = DAY_MS;
const BELIEVED_AFTER_MS = HOUR_MS;

/**
 * The time by which history is deleted. If the clock jumps ahead (an empty battery, a wrong time
 * server), all history would look old and be lost. So a jump of more than a day is trusted only
 * after an hour. Until then the time stays where it was.
 */
export class TrustedTime {
  #trustedMs: number | null;
  #leapSeenMs: number | null = null;

  /** `knownMs` is the time that an earlier run trusted; null if there was none. */
  constructor(knownMs: number | null) {
    this.#trustedMs = knownMs;
  }

  /** The trusted time when the wall clock shows `nowMs`; `monotonicMs` never jumps. */
  now(nowMs: number, monotonicMs: number): number {
    const before = this.#trustedMs ?? nowMs;
    if (nowMs - before <= LEAP_MS) {
      this.#leapSeenMs = null;
      this.#trustedMs = nowMs;
      return nowMs;
    }
    this.#leapSeenMs ??= monotonicMs;
    if (monotonicMs - this.#leapSeenMs < BELIEVED_AFTER_MS) return before;
    this.#leapSeenMs = null;
    this.#trustedMs = nowMs;
    return nowMs;
  }
}
