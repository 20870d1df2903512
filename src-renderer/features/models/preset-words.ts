import type { MinerModel, ModelPreset, Preset } from '../../../src-shared/model/index.ts';
import { efficiencyJPerTh } from '../../../src-shared/rules/efficiency.ts';
import { formatMinerHashrate, formatPower, quantityText, UNKNOWN } from '../../../src-shared/units.ts';

/** A preset in a list of choices: its name, what it draws and what it promises. */
export function presetText(preset: Preset, algorithm: string | null): string {
  const parts = [
    preset.name,
    preset.power_w === null || String(preset.power_w) === preset.name
      ? null
      : quantityText(formatPower(preset.power_w)),
    preset.hashrate_hs === null ? null : quantityText(formatMinerHashrate(preset.hashrate_hs, algorithm)),
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** On how many miners of its model a preset is tuned: `3 of 48`, or none. */
export function tunedText({ status, tuned_miners }: ModelPreset, minerCount: number): string {
  if (status === null) return UNKNOWN;
  return tuned_miners === 0 ? 'none' : `${tuned_miners.toLocaleString('en')} of ${minerCount.toLocaleString('en')}`;
}

/** J/TH that a preset promises; null for scrypt, which is not told in terahashes. */
export function presetEfficiency(preset: Preset, algorithm: string | null): number | null {
  return algorithm === 'scrypt' ? null : efficiencyJPerTh(preset.power_w, preset.hashrate_hs);
}

/** Whether a preset lies above the ceiling, by its watts; unknown watts are above nothing. */
export function isAbove(preset: Preset, model: MinerModel, ceiling: string | null): boolean {
  const ceilingW = model.presets.find(({ name }) => name === ceiling)?.power_w ?? null;
  return ceilingW !== null && preset.power_w !== null && preset.power_w > ceilingW;
}

/** Whether a model of which there are miners has no ceiling yet. */
export function lacksCeiling({ max_preset, miner_count }: Pick<MinerModel, 'max_preset' | 'miner_count'>): boolean {
  return max_preset === null && miner_count > 0;
}

/** What a missing ceiling stops, or null when nothing is stopped. */
export function missingCeilingWords(model: MinerModel, required: boolean): string | null {
  if (model.max_preset !== null || !required) return null;
  const miners = model.miner_count === 1 ? 'The 1 miner' : `The ${model.miner_count.toLocaleString('en')} miners`;
  return `${miners} of this model ${model.miner_count === 1 ? 'is' : 'are'} not polled until you choose a max preset.`;
}
