/** After this time the farm counts as watched even if no scan ends. */
const LONGEST_SCAN_WAIT_MS = 600_000;

/** The state of the monitoring in a round of the alerts. */
export interface WatchRound {
  readonly nowMs: number;
  /** Milliseconds since the last round; negative if the clock was set back. */
  readonly elapsedMs: number;
  /** The farm is not monitored, or out of reach. */
  readonly isBlind: boolean;
  /** There was no round for so long that nothing was seen in the meantime. */
  readonly isCutOff: boolean;
  /** When the last scan ended since the program started. */
  readonly scannedAt: number | null;
}

/**
 * Decides whether the farm is watched. It is not while PowerHive is blind. After that, after a
 * sleep of the computer and after the start of the program, a scan must be completed first.
 */
export class WatchedTime {
  /** Since when it waits for a scan; null while the farm is watched. */
  #waitsSince: number | null;

  constructor(startedAt: number) {
    this.#waitsSince = startedAt;
  }

  get isWatched(): boolean {
    return this.#waitsSince === null;
  }

  /**
   * Processes a round. Returns how much of the time before it was not monitored, in milliseconds.
   */
  pass({ nowMs, elapsedMs, isBlind, isCutOff, scannedAt }: WatchRound): number {
    if (isBlind || isCutOff) this.#waitsSince = nowMs;
    else if (this.#waitsSince !== null) {
      // After the clock was set back, it must not wait until the old time is reached.
      const since = Math.min(this.#waitsSince, nowMs);
      const isScanned = scannedAt !== null && scannedAt >= since;
      this.#waitsSince = isScanned || nowMs - since >= LONGEST_SCAN_WAIT_MS ? null : since;
    }
    return this.#waitsSince === null ? 0 : Math.max(0, elapsedMs);
  }
}
