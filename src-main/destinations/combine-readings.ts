/** How several readings become one figure. `last` is for counters. */
export type Combine = 'mean' | 'min' | 'max' | 'last';

/** One figure of several readings; null if no reading has it. */
export function combineReadings<T extends object>(readings: readonly T[], key: keyof T, fold: Combine): number | null {
  let sum = 0;
  let count = 0;
  let [least, most, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const reading of readings) {
    const value = reading[key];
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    sum += value;
    count += 1;
    last = value;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (count === 0) return null;
  return fold === 'mean' ? sum / count : fold === 'min' ? least : fold === 'max' ? most : last;
}
