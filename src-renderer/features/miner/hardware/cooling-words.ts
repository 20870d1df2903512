import { isLiquidCooled } from '../../../../src-shared/judging/liquid-cooled.ts';
import { minerTexts } from '../miner-texts.ts';

/** Cooling of a miner as reported by the firmware, which reports immersion for hydro models. */
export function coolingWords(modelName: string | null, mode: string | null): string | null {
  return isLiquidCooled(modelName, []) && /^immers/i.test(mode ?? '') ? minerTexts.cooling.water : mode;
}
