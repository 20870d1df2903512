import { presetWatts } from '../../../src-shared/judging/max-preset.ts';
import type { Goal } from './goal.ts';
import type { Observed } from './known-miner.ts';

/**
 * The higher preset to which a miner's preset switcher took it back from the one that was set; null
 * where it has not.
 */
export function climbedBackTo(goal: Goal, now: Observed, base: Observed | null): string | null {
  if (goal.kind !== 'preset' || now.preset === null || now.preset === goal.preset) return null;
  if ((now.switcher ?? base?.switcher)?.enabled !== true) return null;
  const watts = presetWatts(now.preset, base?.presets ?? []);
  const wanted = goal.power_w ?? presetWatts(goal.preset);
  return watts !== null && wanted !== null && watts > wanted ? now.preset : null;
}
