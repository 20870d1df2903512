import { presetWatts, wattsOfPreset } from '../../../src-shared/judging/max-preset.ts';
import type { Preset } from '../../../src-shared/model/index.ts';
import { SKIP_WORDS } from '../words/skip-words.ts';
import type { KnownMiner, Observed } from './known-miner.ts';
import type { PresetChoice } from './order.ts';
import { type Skip, skip } from './skip.ts';
import { judgeSwitcher, type TopChange } from './switcher-top.ts';

export type ChosenPreset =
  | { readonly ok: true; readonly preset: Preset; readonly top: TopChange | null; readonly isAlready: boolean }
  | Skip;

interface ChoiceContext {
  readonly allowUntuned: boolean;
  /** In an undo: the top preset to put back; null for none. */
  readonly top?: string | null | undefined;
  /** In an undo: the power before; null if unknown. */
  readonly was_w?: number | null | undefined;
  /** In an undo: another preset is stored, and waits for its restart. */
  readonly isPending?: boolean | undefined;
}

/** Tuned by hand. Never a choice; only an undo puts it back. */
const MANUAL = 'disabled';

/** The preset that an order means on this miner, or why the miner may not have it. */
export function choosePreset(
  choice: PresetChoice,
  miner: Pick<KnownMiner, 'presets' | 'max_preset'>,
  now: Observed,
  { allowUntuned, top, was_w, isPending = false }: ChoiceContext,
): ChosenPreset {
  const all = now.presets ?? miner.presets;
  const ladder = all.filter(({ name }) => name !== MANUAL);
  if (ladder.length === 0) return skip('unknown_preset', SKIP_WORDS.presetsUnknown);
  const current = ladder.find(({ name }) => name === now.preset) ?? null;
  const manual = was_w === undefined ? undefined : all.find(({ name }) => name === MANUAL);
  const choices = manual === undefined ? ladder : [...ladder, { ...manual, power_w: was_w ?? null, status: 'tuned' }];
  const wanted = pick(choice, choices, current, now.preset, allowUntuned);
  if ('code' in wanted) return wanted;
  const { name } = wanted;
  if (ladder.some((other) => other.name === name && !isTwin(other, wanted))) {
    return skip('unknown_preset', SKIP_WORDS.presetTwice(name));
  }
  const max = miner.max_preset === null ? null : (ladder.find((preset) => preset.name === miner.max_preset) ?? null);
  if (miner.max_preset !== null && isAbove(wanted, max, miner.max_preset, ladder)) {
    return skip('above_max_preset', SKIP_WORDS.aboveMaxPreset(name, miner.max_preset));
  }
  if (wanted.modded_psu_required === true && current?.modded_psu_required !== true) {
    return skip('modded_psu_required', SKIP_WORDS.moddedPsu(name));
  }
  if (!allowUntuned && wanted.status !== null && wanted.status !== 'tuned') {
    return skip('untuned', SKIP_WORDS.untuned(name));
  }
  // In a preview an unknown status is no objection. Here the miner was read, and did not report it.
  if (!allowUntuned && wanted.status === null && now.presets !== null) {
    return skip('untuned', SKIP_WORDS.maybeUntuned(name));
  }
  const topAfter = judgeSwitcher({ choice, wanted, ladder, current, now, undoTop: top, ceiling: miner.max_preset });
  if (topAfter !== null && 'code' in topAfter) return topAfter;
  const isStored = now.stored === null ? !isPending : now.stored.preset === name;
  const isAlready = now.preset === name && isStored && topAfter === null;
  return { ok: true, preset: wanted, top: topAfter, isAlready };
}

/** A list may repeat a preset; with other figures nobody knows which of the two the miner takes. */
function isTwin(one: Preset, other: Preset): boolean {
  return (
    one.power_w === other.power_w &&
    one.status === other.status &&
    one.modded_psu_required === other.modded_psu_required
  );
}

function pick(
  choice: PresetChoice,
  ladder: readonly Preset[],
  current: Preset | null,
  currentName: string | null,
  allowUntuned: boolean,
): Preset | Skip {
  if ('preset' in choice) {
    return (
      ladder.find(({ name }) => name === choice.preset) ?? skip('unknown_preset', SKIP_WORDS.noPreset(choice.preset))
    );
  }
  if ('watts' in choice) {
    const under = ladder.filter((preset) => (wattsOfPreset(preset) ?? Number.POSITIVE_INFINITY) <= choice.watts);
    const usable = allowUntuned ? under : under.filter(({ status }) => status === null || status === 'tuned');
    const best = usable.toSorted((a, b) => (wattsOfPreset(b) ?? 0) - (wattsOfPreset(a) ?? 0))[0];
    if (best !== undefined) return best;
    return under.length > 0
      ? skip('untuned', SKIP_WORDS.noTunedPresetUnder(choice.watts))
      : skip('unknown_preset', SKIP_WORDS.noPresetUnder(choice.watts));
  }
  const way = choice.steps > 0 ? 'higher' : 'lower';
  if (current === null) return skip('unknown_preset', SKIP_WORDS.presetNotListed(currentName));
  const rungs = byPower(ladder);
  const next = rungs[rungs.indexOf(current) + Math.sign(choice.steps)];
  return next ?? skip('already_there', SKIP_WORDS.lastStep(way, current.name));
}

/** Sorted by power, lowest first; in the order of the list if a power is unknown. */
function byPower(ladder: readonly Preset[]): readonly Preset[] {
  const isKnown = ladder.every((preset) => wattsOfPreset(preset) !== null);
  return isKnown ? ladder.toSorted((a, b) => (wattsOfPreset(a) ?? 0) - (wattsOfPreset(b) ?? 0)) : ladder;
}

/** Compares with the max preset by watts; if they are unknown, by the position in the list. */
function isAbove(wanted: Preset, max: Preset | null, maxName: string, ladder: readonly Preset[]): boolean {
  const watts = wattsOfPreset(wanted);
  const maxWatts = max === null ? presetWatts(maxName) : wattsOfPreset(max);
  if (watts !== null && maxWatts !== null) return watts > maxWatts;
  // If the max preset cannot be compared, every preset counts as above it.
  return max === null || !ladder.includes(wanted) || ladder.indexOf(wanted) > ladder.indexOf(max);
}
