import type { Incident } from '../../../src-shared/model/index.ts';
import { formatHashrate, formatWork, quantityText, UNKNOWN } from '../../../src-shared/units.ts';

/** Less is noise: a tenth of a terahash for half an hour. */
const LEAST_LOST_HASHES = 0.05 * 3600e12;

/** What is missing now, or what was lost of an incident that is over: "−3.85 PH/s", "12.0 TH·h". */
export function lostText({ hashrate_lost_hs, hashrate_lost_hash, resolved_at }: Incident): string {
  if (resolved_at === null) {
    return hashrate_lost_hs === null || hashrate_lost_hs < 1
      ? UNKNOWN
      : `−${quantityText(formatHashrate(hashrate_lost_hs))}`;
  }
  return hashrate_lost_hash < LEAST_LOST_HASHES ? UNKNOWN : quantityText(formatWork(hashrate_lost_hash));
}
