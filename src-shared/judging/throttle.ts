import type { StatusFigures } from '../model/index.ts';
import { isMeantToHash, shouldHashNow } from './firmware-state.ts';

/**
 * The share of its full rate that a miner is allowed, in percent; null if it is not throttled. 0
 * means nothing: the firmware accepts 20 to 100, a stopped unit of 1.3.3 reports 0 or 100, and a
 * hashing one was seen at 0 with its full rate.
 */
export function throttlePercent({
  state,
  throttled_percent: percent,
}: Pick<StatusFigures, 'state' | 'throttled_percent'>): number | null {
  return isMeantToHash(state) && percent !== null && percent > 0 && percent < 100 ? percent : null;
}

/** The throttle that jobs use. If a miner reports 0, it is 100 while it hashes, else unknown. */
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
