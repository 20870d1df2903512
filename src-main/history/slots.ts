import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src-shared/milliseconds.ts';

/** Common widths, each of which divides the next unit of time. */
const SLOTS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  DAY_MS,
];

/**
 * The narrowest slot with which a span needs at most `maxPoints` points: 24 h in 500 points is one
 * every 5 minutes.
 */
export function planSlotMs(fromAt: number, toAt: number, maxPoints: number): number {
  // Slots are aligned, so that a span that begins within a slot touches one more.
  const leastMs = Math.max(0, toAt - fromAt) / Math.max(1, maxPoints - 1);
  return SLOTS_MS.find((slotMs) => slotMs >= leastMs) ?? Math.ceil(leastMs / DAY_MS) * DAY_MS;
}
