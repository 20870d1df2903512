import type { StatusFigures } from '../model/index.ts';
import { isMeantToHash, shouldHashNow } from './firmware-state.ts';

/**
 * How much of its full rate a miner is allowed, in percent; null where it is not throttled. 0 says
 * nothing: the firmware takes 20 to 100, a stopped unit of 1.3.3 shows 0 or 100, and a hashing one
 * was seen at 0 with its full rate.
 */
export function throttlePercent({
  state,
  throttled_percent: percent,
}: Pick<StatusFigures, 'state' | 'throttled_percent'>): number | null {
  return isMeantToHash(state) && percent !== null && percent > 0 && percent < 100 ? percent : null;
}

/** The throttle that acting goes by: where a miner shows 0, it is 100 while it hashes, and else unknown. */
export function allowedPercent({
  state,
  throttled_percent: percent,
}: Pick<StatusFigures, 'state' | 'throttled_percent'>): number | null {
  return percent !== 0 ? percent : shouldHashNow(state) ? 100 : null;
}

/** "Throttled to 60 %". */
export function throttleWords(percent: number): string {
  return `Throttled to ${Math.round(percent)} %`;
}
