import { COOLED_CHIP_C } from '../../../src-shared/judging/thresholds.ts';
import { tempText } from '../../../src-shared/temperature.ts';
import type { Observed } from './known-miner.ts';

type Heat = Pick<Observed, 'state_description' | 'chip_temp_max_c'>;

/** What the firmware says before it starts a miner that is still warm. */
const COOLS = /^cooling down(?! completed)/i;
/** What it says of one that it stopped because of its heat. */
const OVERHEATED = /overheat|too (?:hot|warm)|high temp/i;

/** Whether the firmware lets it cool now, and starts it afterwards by itself. */
export function isCooling({ state_description }: Heat): boolean {
  return COOLS.test(state_description ?? '');
}

/**
 * Why a miner that does not hash must not be started yet, in words: it stopped itself because of its
 * heat, and is still hot. Null where it may be started, and where its temperature is not known.
 */
export function tooHotToStart({ state_description, chip_temp_max_c: hottest }: Heat): string | null {
  if (!OVERHEATED.test(state_description ?? '') || hottest === null || hottest < COOLED_CHIP_C) return null;
  return `it stopped because it was too hot, and its hottest chip is at ${tempText(hottest)}: below ${tempText(COOLED_CHIP_C)} it can be started`;
}
