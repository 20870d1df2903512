import type { Scan, Settings } from '../../src-shared/model/index.ts';
import type { PassSettings } from './pass.ts';

/**
 * Every so many scheduled scans identify all miners, also those that were just read: names and
 * versions change.
 */
const WHOLE_SCAN_EVERY = 10;

/** Counts scheduled scans, and says how thorough the next one is. */
export class Thoroughness {
  #scheduled = 0;

  /**
   * A requested scan, and every so many scheduled ones, checks all addresses and tries silence
   * twice. Another spares miners that were read within half the time between two scans, so that one
   * that dies just after it was read is missed in the next scan.
   */
  of(
    trigger: Scan['trigger'],
    intervals: Settings['intervals'],
  ): Pick<PassSettings, 'readWithinMs' | 'triesSilentTwice'> {
    const isWhole = trigger !== 'schedule' || this.#scheduled++ % WHOLE_SCAN_EVERY === 0;
    return { readWithinMs: isWhole ? 0 : (intervals.discovery_seconds * 1000) / 2, triesSilentTwice: isWhole };
  }
}
