import { HOUR_MS } from '../../src-shared/milliseconds.ts';

/** A destination with a larger lag is late, unless it is catching up. */
export const LATE_MS = HOUR_MS;
/** Below this lag a late destination has caught up. */
const CAUGHT_UP_MS = 600_000;
/** A destination whose lag has not shrunk for this long is not catching up. */
const STALLED_MS = 600_000;

/** Why a destination without an error is late. */
export const TOO_SLOW =
  'it gets less than this farm records. Raise its upload limit, or check how fast its server responds';

/**
 * Decides whether a destination is more than an hour behind and not catching up. Old history may
 * take hours to send: that is no problem while the lag shrinks.
 */
export class Lateness {
  #isLate = false;
  #isStalled = false;
  /** The smallest lag since the measurement began, and when it was reached. */
  #least: { readonly lagMs: number; readonly ms: number } | null = null;

  get isLate(): boolean {
    return this.#isLate;
  }

  /**
   * Restarts the measurement: nothing is left to send, or what was sent does not move the position
   * in time.
   */
  restart(): void {
    this.#least = null;
    this.#isStalled = false;
  }

  /** Takes the lag at a monotonic time; returns the change of state, if any. */
  note(lagMs: number, ms: number): 'late' | 'caught_up' | null {
    if (this.#least === null || lagMs < this.#least.lagMs) {
      this.#least = { lagMs, ms };
      this.#isStalled = false;
    } else if (ms - this.#least.ms >= STALLED_MS) {
      // From now on, any lag below the current one counts as progress.
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
