/** After this time the farm counts as watched although a scan never ends. */
const LONGEST_SCAN_WAIT_MS = 600_000;

/** How a round of the alerts finds the watching of the farm. */
export interface WatchRound {
  readonly nowMs: number;
  /** Since the last round, in milliseconds; below 0 where the clock was set back. */
  readonly elapsedMs: number;
  /** The farm is not watched, or out of reach. */
  readonly isBlind: boolean;
  /** There was no round for so long that nothing was seen meanwhile. */
  readonly isCutOff: boolean;
  /** When the last scan ended since the program started. */
  readonly scannedAt: number | null;
}

/**
 * Finds whether the farm is watched. It is not while PowerHive is blind, and after that, after a
 * sleep of the computer and after the start of the program not before a scan has been through.
 */
export class WatchedTime {
  /** Since when a scan is waited for; null while the farm is watched. */
  #waitsSince: number | null;

  constructor(startedAt: number) {
    this.#waitsSince = startedAt;
  }

  get isWatched(): boolean {
    return this.#waitsSince === null;
  }

  /**
   * Takes in a round. Returns how long of the time before it was not monitored, in milliseconds.
   */
  pass({ nowMs, elapsedMs, isBlind, isCutOff, scannedAt }: WatchRound): number {
    if (isBlind || isCutOff) this.#waitsSince = nowMs;
    else if (this.#waitsSince !== null) {
      // A clock that was set back must not make it wait until it is where it was.
      const since = Math.min(this.#waitsSince, nowMs);
      const isScanned = scannedAt !== null && scannedAt >= since;
      this.#waitsSince = isScanned || nowMs - since >= LONGEST_SCAN_WAIT_MS ? null : since;
    }
    return this.#waitsSince === null ? 0 : Math.max(0, elapsedMs);
  }
}
