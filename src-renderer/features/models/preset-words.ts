import { efficiencyJPerTh, scryptJPerGh } from '../../../src-shared/judging/efficiency.ts';
import type { MinerModel, ModelPreset, Preset } from '../../../src-shared/model/index.ts';
import {
  formatEfficiency,
  formatMinerHashrate,
  formatPower,
  formatScryptEfficiency,
  type Quantity,
  quantityText,
  UNKNOWN,
} from '../../../src-shared/units.ts';
import { modelsTexts } from './models-texts.ts';

/** A preset in a list of choices: its name, nominal power and hash rate. */
export function presetText(preset: Preset, algorithm: string | null): string {
  const facts = [
    preset.power_w === null || String(preset.power_w) === preset.name
      ? null
      : quantityText(formatPower(preset.power_w)),
    preset.hashrate_hs === null ? null : wholeText(formatMinerHashrate(preset.hashrate_hs, algorithm)),
  ];
  return modelsTexts.preset(preset.name, modelsTexts.presetFacts(facts.filter((fact) => fact !== null)));
}

/** Without a decimal of zero: 120 TH/s. */
function wholeText({ figure, unit }: Quantity): string {
  return quantityText({ figure: figure.replace(/\.0$/, ''), unit });
}

/** On how many miners of its model a preset is tuned: `✓` for all, `✓ 3 of 48`, or `–`. */
export function tunedText({ status, tuned_miners }: ModelPreset, minerCount: number): string {
  if (status === null) return UNKNOWN;
  if (tuned_miners === 0) return modelsTexts.untuned;
  return tuned_miners >= minerCount ? modelsTexts.tuned : modelsTexts.tunedSome(tuned_miners, minerCount);
}

/** Nominal efficiency of a preset, in the unit of `efficiencyUnit`. */
export function presetEfficiency({ power_w, hashrate_hs }: Preset, algorithm: string | null): string {
  if (algorithm !== 'scrypt') return formatEfficiency(efficiencyJPerTh(power_w, hashrate_hs)).figure;
  return formatScryptEfficiency(scryptJPerGh({ power_w, hashrate_hs })).figure;
}

/** The unit of the efficiency of miners of an algorithm. */
export function efficiencyUnit(algorithm: string | null): string {
  return algorithm === 'scrypt' ? modelsTexts.columns.scryptEfficiency : modelsTexts.columns.efficiency;
}

/** Whether a preset has more watts than the max preset; false if one of them is unknown. */
export function isAbove(preset: Preset, model: MinerModel, ceiling: string | null): boolean {
  const ceilingW = model.presets.find(({ name }) => name === ceiling)?.power_w ?? null;
  return ceilingW !== null && preset.power_w !== null && preset.power_w > ceilingW;
}

/** Whether a model with miners has no max preset. */
export function lacksCeiling({ max_preset, miner_count }: Pick<MinerModel, 'max_preset' | 'miner_count'>): boolean {
  return max_preset === null && miner_count > 0;
}

/** What a missing max preset prevents; null if it prevents nothing. */
export function missingCeilingWords(model: MinerModel, required: boolean): string | null {
  if (model.max_preset !== null || !required) return null;
  return modelsTexts.missing(model.miner_count);
}
