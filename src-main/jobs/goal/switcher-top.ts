import { isAboveMaxPreset, presetWatts, wattsOfPreset } from '../../../src-shared/judging/max-preset.ts';
import type { Preset } from '../../../src-shared/model/index.ts';
import { SKIP_WORDS } from '../words/skip-words.ts';
import type { Observed } from './known-miner.ts';
import type { PresetChoice } from './order.ts';
import { type Skip, skip } from './skip.ts';

/** The new top preset of a switcher; null for none, with which it climbs without a limit. */
export interface TopChange {
  readonly to: string | null;
}

/** The value stored with a job. Jobs of earlier versions store only the name. */
export function topChange(kept: TopChange | string | null): TopChange | null {
  return typeof kept === 'string' ? { to: kept } : kept;
}

interface SwitcherChoice {
  readonly choice: PresetChoice;
  readonly wanted: Preset;
  readonly ladder: readonly Preset[];
  /** The preset in force; null if it is not in the list. */
  readonly current: Preset | null;
  readonly now: Observed;
  /** In an undo: the top preset to put back. */
  readonly undoTop: string | null | undefined;
  /** The max preset of the model; null if none is set. */
  readonly ceiling: string | null;
}

/**
 * The change of the top preset; null if the switcher stays as it is. The switcher climbs back to
 * its top preset, so the top is lowered with the power. Only an undo raises it.
 */
export function judgeSwitcher(asked: SwitcherChoice): TopChange | null | Skip {
  const { wanted, ladder, now, undoTop, ceiling } = asked;
  const { switcher } = now;
  if (switcher === null || !switcher.enabled) return null;
  const watts = wattsOfPreset(wanted);
  const [top, min] = [presetWatts(switcher.top, ladder), presetWatts(switcher.min, ladder)];
  if (watts === null) return skip('switcher_bounds', SKIP_WORDS.switcherPowerUnknown(wanted.name));
  if (min !== null && watts < min) {
    return skip('switcher_bounds', SKIP_WORDS.belowSwitcher(wanted.name, switcher.min));
  }
  if (undoTop !== undefined) {
    const to = noHigher(undoTop, ceiling, wanted, ladder);
    return to === switcher.top ? null : { to };
  }
  if (top !== null && watts > top) {
    return skip('switcher_bounds', SKIP_WORDS.aboveSwitcher(wanted.name, switcher.top));
  }
  return lowersTop(asked, watts) && switcher.top !== wanted.name ? { to: wanted.name } : null;
}

/**
 * Whether the top preset is lowered: the new preset is not above the running or the stored one. The
 * running one alone is not enough: heat may have lowered it below the stored one. A limit in watts
 * always applies to the switcher too; a step up never does.
 */
function lowersTop({ choice, current, now, ladder }: SwitcherChoice, watts: number): boolean {
  if ('watts' in choice) return true;
  if ('steps' in choice) return choice.steps < 0;
  const [from, set] = [
    current === null ? null : wattsOfPreset(current),
    presetWatts(now.stored?.preset ?? null, ladder),
  ];
  return from === null || watts <= from || (set !== null && watts <= set);
}

/** The previous top preset, if the max preset still allows it; else the highest that it allows. */
function noHigher(
  top: string | null,
  ceiling: string | null,
  wanted: Preset,
  ladder: readonly Preset[],
): string | null {
  if (ceiling === null) return top;
  const isAllowed = top !== null && presetWatts(top, ladder) !== null && !isAboveMaxPreset(top, ceiling, ladder);
  if (isAllowed) return top;
  return ladder.some(({ name }) => name === ceiling) ? ceiling : wanted.name;
}
