import type { Scan, Settings } from '../../src-shared/model/index.ts';
import type { PassSettings } from './pass.ts';

/**
 * Every so many scheduled scans identify all miners, also those that were just read: names and
 * versions change.
 */
const WHOLE_SCAN_EVERY = 10;
/** A reading older than so many status intervals was followed by a poll that failed, or by none. */
const STATUS_INTERVALS = 2;

/** Counts scheduled scans, and says how thorough the next one is. */
export class Thoroughness {
  #scheduled = 0;

  /**
   * A requested scan, and every so many scheduled ones, checks all addresses and tries silence
   * twice. Another spares miners that were read within half the time between two scans, so that one
   * that dies just after it was read is missed in the next scan, and never longer ago than polls
   * come: however rare scans are, a reading that is due again says nothing of now.
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
