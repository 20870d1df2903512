import { isAboveMaxPreset, presetHashrateHs, presetWatts } from '../../src-shared/judging/max-preset.ts';
import { SEEN_PRESET_FALL } from '../../src-shared/judging/thresholds.ts';
import type { Condition } from '../../src-shared/model/index.ts';

/*
 * A fall of the preset that was seen happening, before it is known what a miner usually runs
 * (preset-baseline.ts): otherwise nothing would be said of it on the first day.
 */

/** The presets that a miner was seen mining at, one after the other. Stored with the baseline. */
export interface SeenPresets {
  /** The last one that it ran for a while; null until there is one. */
  readonly steady: string | null;
  readonly latest: string;
  readonly latest_ms: number;
  /** The fall that has not ended, and for how long the miner was seen mining since; null for none. */
  readonly fell: {
    readonly from: string;
    readonly for_ms: number;
    /** Whether its preset switcher may have done it, within its bounds. */
    readonly by_switcher: boolean;
  } | null;
  /** Whether it has risen again by itself after a fall: then it may do so each day. */
  readonly came_back: boolean;
}

type Presets = Parameters<typeof presetWatts>[1];
type Switcher = { readonly enabled: boolean; readonly top: string | null; readonly min: string | null } | null;

/** One more reading of a miner that mines; `spanMs` is how long it ran this preset before it. */
export function followSeen(
  before: SeenPresets | null,
  preset: string,
  spanMs: number,
  presets: Presets,
  switcher: Switcher,
): SeenPresets {
  const isSame = before?.latest === preset;
  const latest_ms = isSame ? Math.min(SEEN_PRESET_FALL.steadyMs, before.latest_ms + spanMs) : 0;
  const steady = latest_ms >= SEEN_PRESET_FALL.steadyMs ? preset : (before?.steady ?? null);
  const next = { steady, latest: preset, latest_ms };
  const came_back = before?.came_back ?? false;
  const open = before?.fell ?? null;
  if (open !== null && isAboveMaxPreset(open.from, preset, presets)) {
    const by_switcher = switcher === null ? open.by_switcher : isWithin(switcher, open.from, preset, presets);
    return { ...next, fell: { ...open, for_ms: open.for_ms + spanMs, by_switcher }, came_back };
  }
  if (open !== null) {
    const hasRisen = presetWatts(preset, presets) !== null && open.for_ms >= SEEN_PRESET_FALL.steadyMs;
    return { ...next, fell: null, came_back: came_back || hasRisen };
  }
  const from = before?.steady ?? justRun(before, preset, presets, switcher);
  if (from === null || !isAboveMaxPreset(from, preset, presets)) return { ...next, fell: null, came_back };
  return { ...next, fell: { from, for_ms: 0, by_switcher: isWithin(switcher, from, preset, presets) }, came_back };
}

/**
 * How severe a fall is that was seen. The preset switcher lowers the preset in a warm hour and raises
 * it again, and others do by the clock: that is a notice until it lasts, or while little is lost.
 */
export function seenFallSeverity(
  { fell, came_back }: Pick<SeenPresets, 'fell' | 'came_back'>,
  preset: string | null,
  presets: readonly { readonly name: string; readonly power_w: number | null; readonly hashrate_hs: number | null }[],
): Exclude<Condition['severity'], 'critical'> {
  if (fell === null) return 'notice';
  if (came_back) return fell.for_ms >= SEEN_PRESET_FALL.habitMs ? 'warning' : 'notice';
  const hasLasted = fell.for_ms >= SEEN_PRESET_FALL.switcherMs;
  if (!fell.by_switcher || hasLasted) return 'warning';
  const share =
    partOf(presetHashrateHs(preset, presets), presetHashrateHs(fell.from, presets)) ??
    partOf(presetWatts(preset, presets), presetWatts(fell.from, presets));
  return share !== null && 1 - share >= SEEN_PRESET_FALL.largeShare ? 'warning' : 'notice';
}

/** What a miner ran only for minutes before its preset switcher took a lower one; null if it did not. */
function justRun(before: SeenPresets | null, preset: string, presets: Presets, switcher: Switcher): string | null {
  if (before === null || before.latest_ms === 0) return null;
  return isWithin(switcher, before.latest, preset, presets) ? before.latest : null;
}

function partOf(now: number | null, before: number | null): number | null {
  return now === null || before === null || before <= 0 ? null : now / before;
}

function isWithin(switcher: Switcher, from: string, to: string, presets: Presets): boolean {
  if (switcher === null || !switcher.enabled) return false;
  return !isAboveMaxPreset(from, switcher.top, presets) && !isAboveMaxPreset(switcher.min, to, presets);
}
