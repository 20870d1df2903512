import { HOUR_MS } from '../../src-shared/durations.ts';

/** A destination that is further behind may be late. */
export const LATE_MS = HOUR_MS;
/** Below this lag one that was late is no longer. */
const CAUGHT_UP_MS = 600_000;
/** One whose lag has not shrunk for so long does not catch up. */
const STALLED_MS = 600_000;

/**
 * Whether a destination is more than an hour behind and does not catch up. What is kept from long ago
 * may take hours to send: that is no fault while the lag shrinks.
 */
export class Lateness {
  #isLate = false;
  #isStalled = false;
  /** The smallest lag since this measure began, and the moment it was reached. */
  #least: { readonly lagMs: number; readonly ms: number } | null = null;

  get isLate(): boolean {
    return this.#isLate;
  }

  /**
   * Measures progress from the start again: nothing is left to send, or what was sent has no place
   * in time.
   */
  restart(): void {
    this.#least = null;
    this.#isStalled = false;
  }

  /** Takes the lag at a moment of the monotonic clock; returns what has changed by it. */
  note(lagMs: number, ms: number): 'late' | 'caught_up' | null {
    if (this.#least === null || lagMs < this.#least.lagMs) {
      this.#least = { lagMs, ms };
      this.#isStalled = false;
    } else if (ms - this.#least.ms >= STALLED_MS) {
      // From here on it is enough to get nearer than it is now.
      this.#least = { lagMs, ms };
      this.#isStalled = true;
    }
    if (!this.#isLate && lagMs > LATE_MS && this.#isStalled) {
      this.#isLate = true;
      return 'late';
    }
    if (this.#isLate && lagMs < CAUGHT_UP_MS) {
      this.#isLate = false;
      return 'caught_up';
    }
    return null;
  }
}
