import { presetWatts } from '../../../src-shared/judging/max-preset.ts';
import type { Goal } from './goal.ts';
import type { Observed } from './known-miner.ts';

/**
 * Whether a miner runs at the preset of a goal, or at one that its switcher may climb to from
 * there.
 */
export function isAtPreset(
  { preset, power_w, restoredTop }: Extract<Goal, { kind: 'preset' }>,
  now: Observed,
  base: Observed | null,
): boolean {
  if (now.preset === preset) return true;
  if (now.preset === null || restoredTop === undefined || now.switcher?.enabled === false) return false;
  const presets = base?.presets ?? [];
  const [watts, least] = [presetWatts(now.preset, presets), power_w ?? presetWatts(preset, presets)];
  const most = restoredTop.to === null ? Number.POSITIVE_INFINITY : presetWatts(restoredTop.to, presets);
  return watts !== null && least !== null && most !== null && watts >= least && watts <= most;
}

/**
 * The higher preset to which a miner's preset switcher has climbed back from the one that was set;
 * null if it has not.
 */
export function climbedBackTo(goal: Goal, now: Observed, base: Observed | null): string | null {
  if (goal.kind !== 'preset' || now.preset === null || isAtPreset(goal, now, base)) return null;
  if ((now.switcher ?? base?.switcher)?.enabled !== true) return null;
  const watts = presetWatts(now.preset, base?.presets ?? []);
  const wanted = goal.power_w ?? presetWatts(goal.preset);
  return watts !== null && wanted !== null && watts > wanted ? now.preset : null;
}
