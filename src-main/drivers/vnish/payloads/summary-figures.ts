import { LEAST_HASHING_POWER_W } from '../../../../src-shared/judging/thresholds.ts';

/*
 * Where a summary has a figure several times, the first source here that has a value is used:
 *
 * - Hash rate: hr_realtime, which is the sum over the boards; the boards' sum, if each reported
 *   board has a rate; the deprecated instant_hashrate, on 1.2.0-beta10 a third below its boards.
 * - Average: hr_average; the sum of the boards' averages; the deprecated average_hashrate.
 * - Power: power_consumption; the boards' sum; the deprecated power_usage, which very old builds
 *   report in kilowatts. For a hashing miner, a power too low to hash with is not a measurement.
 */

/** The sum of the figures; null if there are none, or one is unknown. */
export function sumOfAll(figures: readonly (number | null)[]): number | null {
  if (figures.length === 0) return null;
  let sum = 0;
  for (const figure of figures) {
    if (figure === null) return null;
    sum += figure;
  }
  return sum;
}

/** A power in watts; null if it is impossible for a miner with this hash rate. */
export function possiblePowerW(watts: number | null, hashrateHs: number | null): number | null {
  const hashes = hashrateHs !== null && hashrateHs > 0;
  return watts !== null && hashes && watts < LEAST_HASHING_POWER_W ? null : watts;
}
