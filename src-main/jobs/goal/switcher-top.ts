import { isAboveMaxPreset, presetWatts, wattsOfPreset } from '../../../src-shared/judging/max-preset.ts';
import type { Preset } from '../../../src-shared/model/index.ts';
import type { Observed } from './known-miner.ts';
import type { PresetChoice } from './order.ts';
import { type Skip, skip } from './skip.ts';

/** The top preset of a switcher that is written; null is none, up to which it climbs without a limit. */
export interface TopChange {
  readonly to: string | null;
}

/** As it is kept with a job: jobs of earlier versions keep the name alone. */
export function topChange(kept: TopChange | string | null): TopChange | null {
  return typeof kept === 'string' ? { to: kept } : kept;
}

interface SwitcherChoice {
  readonly choice: PresetChoice;
  readonly wanted: Preset;
  readonly ladder: readonly Preset[];
  /** The preset in force; null where it is not in the list. */
  readonly current: Preset | null;
  readonly now: Observed;
  /** In an undo: what is put back. */
  readonly undoTop: string | null | undefined;
  /** The max preset of the model; null where none is set. */
  readonly ceiling: string | null;
}

/**
 * What becomes of the top preset; null where the switcher stays as it is. It climbs back to its top,
 * so that the top goes down with the power; it is never raised here but by an undo.
 */
export function judgeSwitcher(asked: SwitcherChoice): TopChange | null | Skip {
  const { wanted, ladder, now, undoTop, ceiling } = asked;
  const { switcher } = now;
  if (switcher === null || !switcher.enabled) return null;
  const watts = wattsOfPreset(wanted);
  const [top, min] = [presetWatts(switcher.top, ladder), presetWatts(switcher.min, ladder)];
  if (watts === null)
    return skip('switcher_bounds', `the preset switcher is on, and the power of ${wanted.name} is unknown`);
  if (min !== null && watts < min) {
    return skip('switcher_bounds', `${wanted.name} is below the lowest preset ${switcher.min} of its switcher`);
  }
  if (undoTop !== undefined) {
    const to = noHigher(undoTop, ceiling, wanted, ladder);
    return to === switcher.top ? null : { to };
  }
  if (top !== null && watts > top) {
    return skip('switcher_bounds', `${wanted.name} is above the highest preset ${switcher.top} of its switcher`);
  }
  return lowersTop(asked, watts) && switcher.top !== wanted.name ? { to: wanted.name } : null;
}

/**
 * Power goes down where it is below what is in force or what is set: a miner that its heat took
 * below its own preset is still to go no higher. A limit in watts is one for the switcher too, and a
 * step up none.
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

/** What was the top before, where the max preset still allows it; else the highest that it allows. */
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
