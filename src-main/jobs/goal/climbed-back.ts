import { presetWatts } from './choose-preset.ts';
import type { Goal } from './goal.ts';
import type { Observed } from './known-miner.ts';

/**
 * The higher preset to which a miner's preset switcher took it back from the one that was set; null
 * where it has not.
 */
export function climbedBackTo(goal: Goal, now: Observed, base: Observed | null): string | null {
  if (goal.kind !== 'preset' || now.preset === null || now.preset === goal.preset) return null;
  if ((now.switcher ?? base?.switcher)?.enabled !== true) return null;
  const known = base?.presets?.find(({ name }) => name === now.preset);
  const watts = presetWatts(known ?? { name: now.preset, power_w: null });
  const wanted = goal.power_w ?? presetWatts({ name: goal.preset, power_w: null });
  return watts !== null && wanted !== null && watts > wanted ? now.preset : null;
}
