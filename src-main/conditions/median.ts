import { FAR_BELOW_SHARE } from '../../src-shared/judging/thresholds.ts';

/**
 * The middle of what is known, halfway between two where there are two; null where nothing is
 * known.
 */
export function median(values: readonly (number | null)[]): number | null {
  // Typed, because sorting numbers with a comparison is most of what looking through a board would
  // take; and filled by a loop, because `filter` makes an object of each number.
  const room = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number | null;
    if (value !== null) room[count++] = value;
  }
  const known = room.subarray(0, count).sort();
  const above = known[Math.floor(known.length / 2)];
  const below = known[Math.floor((known.length - 1) / 2)];
  return above === undefined || below === undefined ? null : (above + below) / 2;
}

/** Below 70 % of what its siblings do. */
export function isFarBelow(value: number | null, siblings: number | null): boolean {
  return value !== null && siblings !== null && siblings > 0 && value < siblings * FAR_BELOW_SHARE;
}

/** Rounded down, so that what is below 70 % is never said to be at 70. */
export function percentOf(value: number | null, whole: number | null): number | null {
  return value === null || whole === null || whole === 0 ? null : Math.floor((value / whole) * 100);
}
