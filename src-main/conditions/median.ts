/**
 * The median of the known values, the mean of the two middle ones if there are two; null if none is
 * known.
 */
export function median(values: readonly (number | null)[]): number | null {
  // A typed array, because sorting with a comparison function would take most of the time for a
  // board; filled by a loop, because `filter` creates an object for each number.
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

/** Whether a value is below this part of the siblings' value. */
export function isFarBelow(value: number | null, siblings: number | null, percent: number): boolean {
  return value !== null && siblings !== null && siblings > 0 && value < siblings * (percent / 100);
}

/** In per cent, rounded down, so that a value below a limit is never displayed as the limit. */
export function percentOf(value: number | null, whole: number | null): number | null {
  return value === null || whole === null || whole === 0 ? null : Math.floor((value / whole) * 100);
}
