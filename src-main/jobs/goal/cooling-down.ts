import { COOLED_CHIP_C } from '../../../src-shared/judging/thresholds.ts';
import { SKIP_WORDS } from '../words/skip-words.ts';
import type { Observed } from './known-miner.ts';

type Heat = Pick<Observed, 'state_description' | 'chip_temp_max_c'>;

/** The firmware's description of a miner that it lets cool before a start. */
const COOLS = /^cooling down(?! completed)/i;
/** Its description of a miner that it stopped because of heat. */
const OVERHEATED = /overheat|too (?:hot|warm)|high temp/i;

/** Whether the firmware lets the miner cool now, and starts it afterwards by itself. */
export function isCooling({ state_description }: Heat): boolean {
  return COOLS.test(state_description ?? '');
}

/**
 * Why a miner that does not hash must not be started yet, in words: it stopped itself because of
 * heat, and is still hot. Null if it may be started, or its temperature is unknown.
 */
export function tooHotToStart({ state_description, chip_temp_max_c: hottest }: Heat): string | null {
  if (!OVERHEATED.test(state_description ?? '') || hottest === null || hottest < COOLED_CHIP_C) return null;
  return SKIP_WORDS.tooHot(hottest);
}
