import { LEAST_HASHING_POWER_W } from '../../../../src-shared/judging/thresholds.ts';

/*
 * Where a summary has one figure twice, the first source here that has a value is taken:
 *
 * hash rate   hr_realtime, which is the sum over the boards; the boards' sum, if each reported
 * board has a rate; the deprecated             instant_hashrate, which on 1.2.0-beta10 lay a third
 * below its boards average     hr_average; the sum of the boards' averages; the deprecated
 * average_hashrate power       power_consumption; the boards' sum; the deprecated power_usage,
 * which very old builds count in kilowatts. Too few watts to             hash with are no
 * measurement where the miner hashes
 */

/** The sum of figures that are all known; null where there is none, or one is unknown. */
export function sumOfAll(figures: readonly (number | null)[]): number | null {
  if (figures.length === 0) return null;
  let sum = 0;
  for (const figure of figures) {
    if (figure === null) return null;
    sum += figure;
  }
  return sum;
}

/** A power in watts, or null where a miner with this hash rate cannot have it. */
export function possiblePowerW(watts: number | null, hashrateHs: number | null): number | null {
  const hashes = hashrateHs !== null && hashrateHs > 0;
  return watts !== null && hashes && watts < LEAST_HASHING_POWER_W ? null : watts;
}
