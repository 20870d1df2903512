import { isLiquidCooled } from '../../../src-shared/judging/liquid-cooled.ts';
import { minerTexts } from './miner-texts.ts';

/** How a miner is cooled, as its firmware says it; of a hydro model the firmware says immersion. */
export function coolingWords(modelName: string | null, mode: string | null): string | null {
  return isLiquidCooled(modelName, []) && /^immers/i.test(mode ?? '') ? minerTexts.cooling.water : mode;
}
