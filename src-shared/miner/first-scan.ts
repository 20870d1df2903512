import { MINUTE_MS } from '../milliseconds.ts';
import type { Scan, Watching } from '../model/index.ts';

/**
 * The first scan of a large farm takes minutes; if it takes longer than this, something is wrong.
 */
const FIRST_SCAN_MS = 10 * MINUTE_MS;

/**
 * Whether the farm is not monitored only because the first scan since the start of PowerHive is
 * still running, which is normal.
 */
export function isFirstScan(watching: Watching, lastFinishedScan: Scan | null, nowMs: number): boolean {
  const isShort = nowMs - watching.since_at < FIRST_SCAN_MS;
  return watching.state === 'not_watching' && lastFinishedScan === null && isShort;
}
