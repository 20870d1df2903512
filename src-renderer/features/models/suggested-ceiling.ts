import type { MinerModel, Preset } from '../../../src-shared/model/index.ts';

/**
 * The preset with the most watts that needs no modified power supply; a tuned one if there are any,
 * because others are first tuned for hours. Null if none has known watts.
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
