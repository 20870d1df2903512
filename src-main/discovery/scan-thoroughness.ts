import type { Scan, Settings } from '../../src-shared/model/index.ts';
import type { PassSettings } from './pass/pass-context.ts';

/**
 * Every tenth scheduled scan identifies all miners, also those that were just read, because names
 * and versions change.
 */
const WHOLE_SCAN_EVERY = 10;
/** After this many status intervals without a reading, a poll has failed or was not made. */
const STATUS_INTERVALS = 2;

/** Counts scheduled scans, and decides how thorough the next one is. */
export class Thoroughness {
  #scheduled = 0;

  /**
   * A requested scan, and every tenth scheduled one, checks all addresses and retries silent ones.
   * The others skip miners that were read within half the scan interval, so that a miner that fails
   * just after a reading is missed by the next scan. They skip none whose last reading is older
   * than two status intervals, even if scans are rare.
   */
  of(
    trigger: Scan['trigger'],
    intervals: Settings['intervals'],
  ): Pick<PassSettings, 'readWithinMs' | 'triesSilentTwice'> {
    const isWhole = trigger !== 'schedule' || this.#scheduled++ % WHOLE_SCAN_EVERY === 0;
    const readWithinSeconds = Math.min(intervals.discovery_seconds / 2, STATUS_INTERVALS * intervals.status_seconds);
    return { readWithinMs: isWhole ? 0 : readWithinSeconds * 1000, triesSilentTwice: isWhole };
  }
}
