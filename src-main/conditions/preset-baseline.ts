import { isTuning, shouldHashNow } from '../../src-shared/judging/firmware-state.ts';
import { isAboveMaxPreset, presetWatts } from '../../src-shared/judging/max-preset.ts';
import { PRESET_BASELINE, TREND_GAP_MS } from '../../src-shared/judging/thresholds.ts';
import type { PresetSwitcher } from '../drivers/readings.ts';
import type { ReadStatus } from './facts.ts';
import { followSeen, type SeenPresets } from './seen-preset-fall.ts';

/**
 * The preset that a miner usually runs, and what it was seen running. `running` is the preset of
 * nearly all of its latest mining time, and `running_ms` by how much it is ahead of all others.
 */
export interface PresetBaseline {
  /** Null until it was seen for long enough. */
  readonly preset: string | null;
  readonly running: string;
  readonly running_ms: number;
  /** The preset that an operator accepted last: to fall to it, or less far, is no fault. */
  readonly accepted: string | null;
  /** What it was seen running; absent where that PowerHive was older. */
  readonly seen?: SeenPresets | null | undefined;
  /** What it was before the latest acceptance, which may be taken back; absent where there is none. */
  readonly undo?: { readonly baseline: Omit<PresetBaseline, 'undo'> | null } | null | undefined;
}

/** What may be known of the presets of a miner, and of those of its model. */
export interface PresetFacts {
  readonly baseline: PresetBaseline | null;
  /** The preset that PowerHive set last; null if none. A job clears the baseline. */
  readonly presetSet: string | null;
  readonly presets: readonly { readonly name: string; readonly power_w: number | null }[];
  /** What its preset switcher may choose; null if that is not known. */
  readonly switcher: PresetSwitcher | null;
}

type Expectation = Pick<PresetFacts, 'baseline' | 'presetSet'>;

/**
 * The preset that is expected of a miner: what it usually runs, else what PowerHive set last, else the
 * one from which it was seen falling.
 */
function presetExpected({ baseline, presetSet }: Expectation): string | null {
  return baseline?.preset ?? presetSet ?? baseline?.seen?.fell?.from ?? null;
}

/** The preset that is expected of a miner, else what it was seen running: for a while, or at all. */
export function ownPreset(facts: Expectation): string | null {
  const { baseline } = facts;
  return presetExpected(facts) ?? baseline?.seen?.steady ?? baseline?.running ?? null;
}

/** Whether nothing else says what a miner should run than that it was seen falling. */
export function isOnlySeen({ baseline, presetSet }: Expectation): boolean {
  return baseline?.preset == null && presetSet === null;
}

/** Whether its preset switcher may have lowered it, as far as that was seen. */
export function isFallOfSwitcher({ baseline }: Expectation): boolean {
  return baseline?.seen?.fell?.by_switcher ?? false;
}

/**
 * The preset from which a miner has fallen to this one; null if it has not, or if an operator
 * accepts this one.
 */
export function fellFrom(preset: string | null, facts: Omit<PresetFacts, 'switcher'>): string | null {
  const expected = presetExpected(facts);
  const accepted = facts.baseline?.accepted ?? null;
  if (!isAboveMaxPreset(expected, preset, facts.presets)) return null;
  return accepted !== null && !isAboveMaxPreset(accepted, preset, facts.presets) ? null : expected;
}

/**
 * The baseline after another reading. It rises by itself, and never falls: a lower preset, however
 * long it lasts, becomes the usual one only when an operator accepts it or a job sets it.
 */
export function followPreset(facts: PresetFacts, before: ReadStatus | null, now: ReadStatus): PresetBaseline | null {
  const { baseline } = facts;
  const { preset } = now.figures;
  if (preset === null || !isMining(now)) return baseline;
  const spanMs = before === null ? 0 : now.recorded_at - before.recorded_at;
  const isNext = before !== null && spanMs > 0 && spanMs <= TREND_GAP_MS;
  const hasRun = isNext && before.figures.preset === preset && isMining(before);
  const next = hasRun ? afterRunning(baseline, preset, spanMs) : (baseline ?? newBaseline(preset));
  // A tuner may change presets, and what happened in a gap was not seen.
  const seen = isTuning(now.figures.state)
    ? next.seen
    : followSeen(afterGap(next.seen ?? null, isNext), preset, hasRun ? spanMs : 0, facts.presets, facts.switcher);
  const expected = presetExpected({ ...facts, baseline: { ...next, seen } });
  // Nothing is above a preset of unknown watts, such as `disabled`, which would stay the usual one.
  const isHigher =
    presetWatts(expected, facts.presets) === null || isAboveMaxPreset(next.running, expected, facts.presets);
  const isUsual = next.running_ms >= PRESET_BASELINE.leastMs && isHigher;
  return { ...next, ...(isUsual && { preset: next.running }), seen };
}

function afterGap(seen: SeenPresets | null, isNext: boolean): SeenPresets | null {
  return isNext || seen === null ? seen : { ...seen, steady: null, latest_ms: 0 };
}

function newBaseline(preset: string): PresetBaseline {
  return { preset: null, running: preset, running_ms: 0, accepted: null };
}

/** An operator says that what it runs is the usual one. That it is so already changes nothing. */
export function acceptedBaseline(preset: string, before: PresetBaseline | null): PresetBaseline {
  if (before !== null && before.preset === preset && before.accepted === preset) return before;
  const { undo: _, ...baseline } = before ?? { undo: null };
  const undo = { baseline: before === null ? null : (baseline as Omit<PresetBaseline, 'undo'>) };
  return { preset, running: preset, running_ms: PRESET_BASELINE.leastMs, accepted: preset, undo };
}

/**
 * A vote over time, in which others count more: what a preset switcher leaves for hours of each day,
 * or a price of power, is not what a miner usually runs.
 */
function afterRunning(before: PresetBaseline | null, preset: string, spanMs: number): PresetBaseline {
  if (before === null) return { ...newBaseline(preset), running_ms: spanMs };
  if (before.running === preset) {
    return { ...before, running_ms: Math.min(PRESET_BASELINE.mostMs, before.running_ms + spanMs) };
  }
  const leftMs = before.running_ms - spanMs * PRESET_BASELINE.othersCount;
  return leftMs >= 0 ? { ...before, running_ms: leftMs } : { ...before, running: preset, running_ms: spanMs };
}

function isMining({ figures }: ReadStatus): boolean {
  return shouldHashNow(figures.state) && (figures.hashrate_hs ?? 0) > 0;
}
