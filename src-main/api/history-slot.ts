const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Lengths of a slot that divide a day, so that slots fall on round times whatever span is looked at. */
const ROUND_SLOTS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
];

/** The shortest round slot, in milliseconds, with which a span makes at most so many points, wherever in a slot the span begins. */
export function planSlotMs(fromAt: number, toAt: number, maxPoints: number): number {
  const leastMs = Math.max(1, toAt - fromAt) / (maxPoints - 1);
  return ROUND_SLOTS_MS.find((slotMs) => slotMs >= leastMs) ?? Math.ceil(leastMs / DAY) * DAY;
}
