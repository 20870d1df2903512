import { DAY_MS, HOUR_MS } from '../../src-shared/durations.ts';

/** A leap of the clock beyond this is not believed at once. */
const LEAP_MS = DAY_MS;
const BELIEVED_AFTER_MS = HOUR_MS;

/**
 * The time by which history is given up. A clock that leaps ahead (a dead battery, a wrong time
 * server) would make all of it look old, and what is deleted is gone: a leap of more than a day is
 * believed once it has held for an hour. Until then time stands where it was.
 */
export class TrustedTime {
  #trustedMs: number | null;
  #leapSeenMs: number | null = null;

  /**
   * `knownMs` is what an earlier life of the program trusted. Null where there was none.
   */
  constructor(knownMs: number | null) {
    this.#trustedMs = knownMs;
  }

  /** The time to go by when the wall clock says `nowMs`; `monotonicMs` never leaps. */
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
