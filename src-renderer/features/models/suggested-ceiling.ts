import type { MinerModel, Preset } from '../../../src-shared/model/index.ts';

/**
 * The preset that draws most of those that need no modded power supply: of the tuned ones where the
 * miners have any, since others would first be tuned for hours. Null where none gives its watts.
 */
export function suggestedCeiling({ presets }: Pick<MinerModel, 'presets'>): Preset | null {
  const tuned = presets.filter(({ status }) => status === 'tuned');
  return mostWatts(tuned) ?? mostWatts(presets);
}

function mostWatts(presets: readonly Preset[]): Preset | null {
  let most: Preset | null = null;
  for (const preset of presets) {
    if (preset.power_w === null || preset.modded_psu_required === true) continue;
    if (most === null || preset.power_w > (most.power_w ?? 0)) most = preset;
  }
  return most;
}
