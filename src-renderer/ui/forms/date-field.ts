import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { isoTime } from '../../../src-shared/text/iso-time.ts';

/** A time that is nearer may pass while the form is still being filled in. */
const LEAST_AHEAD_MS = 10 * MINUTE_MS;

/** A time as a field for date and time holds it, in local time: `2026-01-31T22:10`. */
export function dateFieldValue(atMs: number): string {
  return isoTime(atMs).slice(0, 'YYYY-MM-DDThh:mm'.length);
}

/** With what a field for a time to come begins: the next full hour by the clock of the wall. */
export function nextFullHour(nowMs: number): number {
  const hour = new Date(nowMs + LEAST_AHEAD_MS).setMinutes(0, 0, 0);
  return hour >= nowMs + LEAST_AHEAD_MS ? hour : hour + HOUR_MS;
}
