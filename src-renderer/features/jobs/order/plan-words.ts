import { hasTrait } from '../../../../src-shared/actions/action-traits.ts';
import { NO_PRESET } from '../../../../src-shared/actions/measured-change.ts';
import { knownOfWords } from '../../../../src-shared/actions/plan-known.ts';
import { isHashing } from '../../../../src-shared/judging/firmware-state.ts';
import { isMasked } from '../../../../src-shared/masked.ts';
import type { JobAction, JobPlan, Transition } from '../../../../src-shared/model/index.ts';
import { formatDuration } from '../../../../src-shared/text/format-duration.ts';
import {
  formatHashrate,
  formatPower,
  formatTotalPower,
  formatWork,
  quantityText,
} from '../../../../src-shared/units.ts';
import { actedStateText, expectedText, hashrateChange, powerChange } from '../job-words.ts';
import { jobsTexts } from '../jobs-texts.ts';

const texts = jobsTexts.plan;

type Planned = JobPlan['planned'][number];

/** The total change of a plan, and its cost while it runs. */
export function effectWords(plan: JobPlan): string {
  const { planned, power_w_change: power, dark_seconds: dark } = plan;
  if (planned.length === 0) return texts.nobody;
  const rates = sumsOf(planned, ({ before, expect }) =>
    before.hashrate_hs === null || expect.hashrate_hs === null ? null : expect.hashrate_hs - before.hashrate_hs,
  );
  const known = knownOfWords(planned);
  const staysSo = known === null && power === 0 && rates.length > 0 && rates.every(({ sum }) => sum === 0);
  const changed = rates.filter(({ sum }) => sum !== 0);
  const change =
    rates.length === 0
      ? (later(planned, 'hashrate_hs', (hs) => quantityText(formatHashrate(hs))) ?? hashrateChange(null))
      : wordsOf(changed.length === 0 ? rates : changed, hashrateChange, rates.length > 1);
  const effect = staysSo ? texts.noEffect : texts.effect(powerText(plan), change, known);
  if (dark === 0) return effect.endsWith('.') ? effect : `${effect}.`;
  const isSame = planned.every(({ dark_seconds }) => dark_seconds === dark);
  const parts = [
    restartsText(plan),
    dark === null ? texts.darkUnknown : (isSame ? texts.dark : texts.darkMost)(aboutDuration(dark), planned.length),
    lostWords(planned),
  ];
  return `${effect.replace(/\.$/, '')}; ${parts.filter((part) => part !== null).join(', ')}.`;
}

function powerText({ planned, power_w_change: change }: JobPlan): string {
  const to = change === null ? later(planned, 'power_w', (watts) => quantityText(formatTotalPower(watts))) : null;
  return to ?? powerChange(change);
}

/** `to 92.0 TH/s`: what is expected where nothing is known of now; null if that is not known of all. */
function later(
  planned: readonly Planned[],
  of: 'power_w' | 'hashrate_hs',
  text: (sum: number) => string,
): string | null {
  const isKnown = planned.every(({ before, expect }) => before[of] === null && expect[of] !== null);
  if (!isKnown) return null;
  const sums = sumsOf(planned, ({ expect }) => expect[of]);
  return texts.to(of === 'power_w' ? text(sums.reduce((all, { sum }) => all + sum, 0)) : wordsOf(sums, text));
}

/** Reasons that fit beside a button. */
const MOST_REASONS = 2;

/** Why a plan changes no miner, the most common reasons first; empty if it changes some. */
export function nothingWords({ planned, skipped }: Pick<JobPlan, 'planned' | 'skipped'>): string[] {
  if (planned.length > 0) return [];
  const miners = new Map<string, number>();
  for (const { code, reason } of skipped) {
    const key = JSON.stringify([code === 'already_there', reason]);
    miners.set(key, (miners.get(key) ?? 0) + 1);
  }
  const byCount = [...miners].sort(([, a], [, b]) => b - a);
  const words = byCount.slice(0, MOST_REASONS).map(([key, count]) => {
    const [isAlready, reason] = JSON.parse(key) as [boolean, string];
    return (isAlready ? texts.whyAlready : texts.whySkipped)(count, reason);
  });
  const others = byCount.slice(MOST_REASONS).reduce((sum, [, count]) => sum + count, 0);
  return others === 0 ? words : [...words, texts.otherReasons(others)];
}

/** What the figures of a plan are compared with; null if it changes none, or ends them. */
export function basisWords({ action, planned }: Pick<JobPlan, 'action' | 'planned'>, isUndo: boolean): string | null {
  const isSame = planned.every(
    ({ before, expect }) => before.power_w === expect.power_w && before.hashrate_hs === expect.hashrate_hs,
  );
  if (isSame) return null;
  if (isUndo) return texts.basis.undo;
  if (action === 'throttle') return texts.basis.throttle;
  if (action === 'restart' || action === 'reboot') return againWords(planned);
  return action === 'pause' || action === 'stop' ? null : texts.basis.preset;
}

/** Which miners a restart brings back, if it does not start them all. */
function againWords(planned: readonly Planned[]): string {
  const again = planned.filter(({ before, expect }) => {
    return isHashing(before.state) && before.hashrate_hs !== expect.hashrate_hs;
  });
  const unknown = again.filter(({ before }) => before.hashrate_hs === null);
  if (unknown.length > 0) return texts.basis.unknownNow(unknown.length, planned.length);
  return again.length === 0 ? texts.basis.preset : texts.basis.again(again.length, planned.length);
}

/** How many miners restart, or may restart if it is not certain. */
function restartsText({ action, planned }: JobPlan): string | null {
  const restarting = planned.filter(({ dark_seconds }) => (dark_seconds ?? 0) > 0);
  if (restarting.length === 0) return null;
  const isCertain = !hasTrait(action, 'may_restart') || restarting.every(({ transition }) => transition !== null);
  return (isCertain ? texts.restarts : texts.restartsMost)(restarting.length);
}

const MOST_NAMED = 3;

/** What is to be changed on a miner, such as `2900 → 2500`; empty if it is the same on all miners. */
function changeWords(action: JobAction, { before, expect }: Planned): string {
  if (action !== 'preset' && action !== 'throttle') return '';
  return `${actedStateText(action, before)} → ${expectedText(action, expect)}`;
}

/** What a preview changes, by miner. */
export function changesOf({ action, planned }: Pick<JobPlan, 'action' | 'planned'>): ReadonlyMap<string, string> {
  return new Map(planned.map((miner) => [miner.id, changeWords(action, miner)]));
}

/**
 * The difference of a later preview from the first one of the same order, in words: miners that are
 * no longer changed, with the reason, those that are changed otherwise, and added ones. Null if both
 * change the same.
 */
export function planChangeWords(
  before: ReadonlyMap<string, string>,
  plan: Pick<JobPlan, 'action' | 'planned' | 'skipped'>,
  nameOf: (id: string) => string,
): string | null {
  const now = changesOf(plan);
  const reasons = new Map(plan.skipped.map(({ id, reason }) => [id, reason]));
  const gone = [...before.keys()].filter((id) => !now.has(id));
  const added = [...now.keys()].filter((id) => !before.has(id));
  const other = [...now].filter(([id, change]) => before.has(id) && before.get(id) !== change).map(([id]) => id);
  if (gone.length + added.length + other.length === 0) return null;
  const named = (ids: readonly string[], say: (id: string) => string): string => {
    const more = ids.length - MOST_NAMED;
    return [...ids.slice(0, MOST_NAMED).map(say), ...(more > 0 ? [texts.more(more)] : [])].join(', ');
  };
  const withReason = (id: string): string => {
    const reason = reasons.get(id);
    return reason === undefined ? nameOf(id) : `${nameOf(id)} (${reason})`;
  };
  return texts.changed(
    plan.planned.length,
    [
      gone.length > 0 ? texts.noLonger(named(gone, withReason)) : null,
      other.length > 0 ? texts.changedOtherwise(named(other, (id) => `${nameOf(id)} (${now.get(id)})`)) : null,
      added.length > 0 ? texts.changedToo(named(added, nameOf)) : null,
    ].filter((part) => part !== null),
  );
}

/** Whether a change of preset was never proven here: then one miner always goes first. */
export function isUnproven({ action, planned }: Pick<JobPlan, 'action' | 'planned'>): boolean {
  return action === 'preset' && planned.some(({ transition, before }) => transition === null && before.preset !== null);
}

/** Whether a miner restarts, and how long it does not hash; null if this does not apply. */
export function restartWords(action: JobAction, { transition, dark_seconds }: Planned): string | null {
  if (dark_seconds === null) return null;
  if (dark_seconds === 0) return transition === null ? null : texts.noRestart;
  const duration = aboutDuration(dark_seconds);
  return hasTrait(action, 'may_restart') && transition === null ? texts.mayRestart(duration) : texts.restart(duration);
}

/**
 * How a miner is now, as far as its action changes it. In the undo of a preset that is the one which
 * is set, as what is set again afterwards: its preset switcher may run it at another.
 */
export function nowText(action: JobAction, { before, undo_preset }: Planned): string {
  return undo_preset?.set ?? actedStateText(action, before);
}

/**
 * What else is to be known of a miner now: that it runs at another preset, its worker names, or that
 * it does not hash.
 */
export function nowWords(action: JobAction, { before, undo_preset }: Planned): string | null {
  if (undo_preset != null && before.preset !== null && before.preset !== undo_preset.set) {
    return texts.runsAt(before.preset);
  }
  const isStopped = action === 'pause' || action === 'stop';
  const isIdle = !isStopped && before.hashrate_hs === 0 && isHashing(before.state);
  const words = [action === 'pools' ? workersText(before) : null, isIdle ? texts.noHashrate : null];
  return words.filter((part) => part !== null).join(', ') || null;
}

/** The worker names of its pools; null if it shows none. */
function workersText({ pools }: Planned['before']): string | null {
  const workers = new Set(pools?.flatMap(({ user }) => (user === '' || isMasked(user) ? [] : [user])));
  return workers.size === 0 ? null : texts.workers([...workers]);
}

/** A change that keeps the preset and changes only settings, such as a switcher's limit. */
export function staysWords(action: JobAction, planned: Planned): string | null {
  const { before, expect } = planned;
  if (action !== 'preset' || before.preset === null) return null;
  return nowText(action, planned) === expect.preset ? texts.onlySettings : null;
}

/** At which preset a miner ran before the job to undo, and what its preset switcher does then. */
function undoWords({ expect, undo_preset }: Planned): string | null {
  const ran = undo_preset?.ran === expect.preset ? null : (undo_preset?.ran ?? null);
  if (undo_preset?.top != null) return texts.switcherChooses(undo_preset.top.to, ran);
  return ran === null ? null : texts.ranAt(ran);
}

/** What is written to a miner besides: the limit of its preset switcher, or its worker name. */
export function alsoWords(action: JobAction, planned: Planned): string | null {
  const { switcher_top: top, expect, undo_preset } = planned;
  if (undo_preset != null) return undoWords(planned);
  if (top != null) return top.to === null ? texts.switcherUnlimited : texts.switcherTop(top.to);
  return action === 'pools' ? workersText(expect) : null;
}

const MOST_MEASURED = 3;

/**
 * Earlier measurements of such changes, one line for each, the most frequent first. The model and
 * the firmware are named where the same change was measured on several.
 */
export function measuredWords({ planned }: Pick<JobPlan, 'planned'>): string[] {
  const lines = new Map<string, number>();
  const measured = planned.flatMap(({ transition }) => transition ?? []);
  const changes = new Map<string, Set<string>>();
  for (const one of measured) {
    const key = changeKey(one);
    changes.set(key, (changes.get(key) ?? new Set()).add(onWhat(one)));
  }
  for (const transition of measured) {
    const { from, to, how, seconds, power_w, hashrate_hs, miners } = transition;
    const parts = [
      from === NO_PRESET ? null : how === 'live' ? texts.noRestart : how,
      seconds === null ? null : aboutDuration(seconds),
      power_w === null ? null : quantityText(formatPower(power_w)),
      hashrate_hs === null ? null : quantityText(formatHashrate(hashrate_hs)),
    ].filter((part) => part !== null);
    const change = from === NO_PRESET ? to : from === to ? `${to}, ${texts.onlySettings}` : `${from} → ${to}`;
    const isOneOfMany = (changes.get(changeKey(transition))?.size ?? 0) > 1;
    const line = texts.measured(miners, isOneOfMany ? `${change} (${onWhat(transition)})` : change, parts.join(', '));
    lines.set(line, (lines.get(line) ?? 0) + 1);
  }
  const byCount = [...lines].sort(([, a], [, b]) => b - a).map(([line]) => line);
  return byCount.slice(0, MOST_MEASURED);
}

function changeKey({ from, to }: Transition): string {
  return JSON.stringify([from, to]);
}

/** The model and the firmware on which a change was measured. */
function onWhat({ model_alias, firmware_version }: Transition): string {
  return [model_alias, firmware_version].filter((part) => part !== null).join(' ');
}

/** A duration for planning, rounded up to full minutes. */
function aboutDuration(seconds: number): string {
  return formatDuration(seconds < 60 ? seconds : Math.ceil(seconds / 60) * 60);
}

/** The hashes lost during the restarts, as `4.9 TH·h`; null if it is not known of any miner. */
function lostWords(planned: readonly Planned[]): string | null {
  const lost = sumsOf(planned, ({ before, dark_seconds }) =>
    before.hashrate_hs === null || dark_seconds === null ? null : before.hashrate_hs * dark_seconds,
  );
  if (lost.length === 0) return null;
  return texts.lost(wordsOf(lost, (hashes) => quantityText(formatWork(hashes))));
}

interface Sum {
  readonly algorithm: string | null;
  readonly sum: number;
}

/** The sums of known values by algorithm. */
function sumsOf(planned: readonly Planned[], figureOf: (miner: Planned) => number | null): Sum[] {
  const sums = new Map<string | null, number>();
  for (const miner of planned) {
    const figure = figureOf(miner);
    if (figure !== null) sums.set(miner.algorithm, (sums.get(miner.algorithm) ?? 0) + figure);
  }
  return [...sums].map(([algorithm, sum]) => ({ algorithm, sum }));
}

/** The sums with their algorithms, unless there is only one. */
function wordsOf(sums: readonly Sum[], text: (sum: number) => string, isMixed = sums.length > 1): string {
  if (!isMixed) return sums.map(({ sum }) => text(sum)).join('');
  return sums.map(({ algorithm, sum }) => `${text(sum)} ${algorithm ?? texts.unknownAlgorithm}`).join(', ');
}
