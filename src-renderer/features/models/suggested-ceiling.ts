import type { MinerModel, Preset } from '../../../src-shared/model/index.ts';

/**
 * The preset that draws most of those that need no modded power supply; null where no such preset
 * gives its watts.
 */
export function suggestedCeiling({ presets }: Pick<MinerModel, 'presets'>): Preset | null {
  let most: Preset | null = null;
  for (const preset of presets) {
    if (preset.power_w === null || preset.modded_psu_required === true) continue;
    if (most === null || preset.power_w > (most.power_w ?? 0)) most = preset;
  }
  return most;
}
