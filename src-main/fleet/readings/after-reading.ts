import type { ConditionCode } from '../../../src-shared/condition-kinds.ts';
import { isMeantToHash, isTuning, JUDGED_WHILE_TUNING } from '../../../src-shared/judging/firmware-state.ts';
import { isAnyTurning } from '../../../src-shared/judging/lost-fans.ts';
import type { OwnPools } from '../../../src-shared/pools/own-pools.ts';
import { type ConditionSet, judgeAgain, judgeAll, judgeOnly, stopJudging } from '../../conditions/condition-set.ts';
import { type ConditionSets, sincesOf } from '../../conditions/condition-sources.ts';
import { unjudgeableOf } from '../../conditions/facts.ts';
import {
  acceptedBaseline,
  followPreset,
  type PresetBaseline,
  type PresetFacts,
} from '../../conditions/preset-baseline.ts';
import { followTrend, isTuningWarmedUp, isWarmedUp } from '../../conditions/reading-trend.ts';
import { findStatusConditions, judgedBy } from '../../conditions/status-conditions.ts';
import type { BoardsReading } from '../../gateway/boards-reading.ts';
import type { StoredModel } from '../../store/store.ts';
import type { Entry, LiveStatus } from '../miner-entry.ts';
import { byClockOf } from './clock-set-back.ts';
import { followPoolsBefore } from './pools-before.ts';
import { statusFacts } from './status-facts.ts';
import { unitHardware } from './unit-hardware.ts';

/** A miner as loaded from the database, judged by its latest stored status. */
export function afterLoad(
  entry: Entry,
  model: StoredModel | null,
  telemetryMs: number,
  ownPools: OwnPools | null,
): Entry {
  const { latest } = entry;
  if (latest === null) return entry;
  return { ...entry, statusConditions: statusConditions({ ...entry, latest }, model, telemetryMs, ownPools) };
}

/** A miner after a new status, judged again. */
export function afterStatus(
  known: Entry,
  latest: LiveStatus,
  model: StoredModel | null,
  telemetryMs: number,
  ownPools: OwnPools | null,
): Entry {
  const entry = byClockOf(known, latest.recorded_at);
  const trend = followTrend(entry.trend, entry.latest, latest, entry.stored.conditions_since, entry.orderedAt);
  const now = latest.recorded_at;
  const fansTurned = entry.stored.fans_turned || isAnyTurning(latest.fans);
  const facts = presetFacts(entry, model);
  const preset_baseline = followPreset(facts, entry.isStatusOld ? null : entry.latest, latest);
  const pools_before = followPoolsBefore(entry.stored.pools_before, entry.latest, latest, ownPools);
  const stored = { ...entry.stored, last_seen_at: now, fans_turned: fansTurned, preset_baseline, pools_before };
  const next = { ...entry, latest, isStatusOld: false, trend, stored };
  return withSinces(entry, {
    ...next,
    statusConditions: statusConditions(next, model, telemetryMs, ownPools),
    boardConditions: boardsMeanwhile(entry.boardConditions, latest.figures.state),
  });
}

/** The board conditions that remain while the miner is in this state. */
function boardsMeanwhile(boards: ConditionSet | null, state: string | null): ConditionSet | null {
  if (isMeantToHash(state)) return boards;
  return isTuning(state) ? stopJudging(boards, JUDGED_WHILE_TUNING) : stopJudging(boards);
}

/** Stores since when its conditions last, so that a restart does not forget it. */
function withSinces(before: Entry, entry: Entry): Entry {
  const { stored } = entry;
  const conditions_since = sincesOf(setsOf(entry), setsOf(before), stored.conditions_since);
  return conditions_since === stored.conditions_since ? entry : { ...entry, stored: { ...stored, conditions_since } };
}

function setsOf({ statusConditions: status, boardConditions: boards }: Entry): ConditionSets {
  return { status, boards };
}

function statusConditions(
  entry: Entry & { readonly latest: LiveStatus },
  model: StoredModel | null,
  telemetryMs: number,
  ownPools: OwnPools | null,
): ConditionSet | null {
  const facts = statusFacts(entry, model, telemetryMs, ownPools);
  const found = findStatusConditions(facts);
  const now = entry.latest.recorded_at;
  const before = entry.statusConditions;
  const sinces = entry.stored.conditions_since ?? {};
  const judged = judgedBy(facts);
  const not = unjudgeableOf(facts.unit);
  return judged === 'all'
    ? judgeAll(before, found, now, { sinces, not })
    : judgeOnly(before, found, now, { sinces, judged, not });
}

/** Conditions of a status that depend on the max preset of the model, and on the list of boards. */
const BY_MAX_PRESET: ReadonlySet<ConditionCode> = new Set(['above_max_preset']);
const BY_BOARD_LIST: ReadonlySet<ConditionCode> = new Set(['board_missing']);

/** A miner whose model has a new max preset: the preset of its latest status is judged again. */
export function afterMaxPreset(entry: Entry, model: StoredModel | null, telemetryMs: number): Entry {
  return judgedAgain(entry, BY_MAX_PRESET, model, telemetryMs);
}

/** Conditions of a status that depend on the preset that the miner usually runs. */
const BY_PRESET: ReadonlySet<ConditionCode> = new Set(['preset_fell']);

/** A miner whose operator accepts the preset that it runs; unchanged if that is not known. */
export function afterAcceptedPreset(entry: Entry, model: StoredModel | null, telemetryMs: number): Entry {
  const preset = entry.latest?.figures.preset ?? null;
  if (preset === null) return entry;
  return afterBaseline(entry, acceptedBaseline(preset, entry.stored.preset_baseline), model, telemetryMs);
}

/** A miner whose operator takes the latest acceptance back; unchanged if there is none. */
export function afterUndoneAcceptance(entry: Entry, model: StoredModel | null, telemetryMs: number): Entry {
  const undo = entry.stored.preset_baseline?.undo ?? null;
  return undo === null ? entry : afterBaseline(entry, undo.baseline, model, telemetryMs);
}

function afterBaseline(
  entry: Entry,
  preset_baseline: PresetBaseline | null,
  model: StoredModel | null,
  telemetryMs: number,
): Entry {
  return judgedAgain({ ...entry, stored: { ...entry.stored, preset_baseline } }, BY_PRESET, model, telemetryMs);
}

/** What is known of the presets that a miner should run. */
export function presetFacts(
  { stored, preset }: Pick<Entry, 'stored' | 'preset'>,
  model: StoredModel | null,
): PresetFacts {
  return {
    baseline: stored.preset_baseline,
    presetSet: stored.preset_set,
    presets: model?.presets ?? [],
    switcher: preset?.switcher ?? null,
  };
}

/**
 * A miner of which the latest status is judged again for these codes, unless it is offline, that
 * status is from before an absence, or it does not judge them.
 */
function judgedAgain(
  entry: Entry,
  codes: ReadonlySet<ConditionCode>,
  model: StoredModel | null,
  telemetryMs: number,
): Entry {
  const { latest, isStatusOld, statusConditions: before } = entry;
  if (latest === null || isStatusOld || before === null || entry.stored.ip === null) return entry;
  const facts = statusFacts({ ...entry, latest }, model, telemetryMs);
  const judged = judgedBy(facts);
  const not = unjudgeableOf(facts.unit);
  const areJudged = [...codes].every((code) => (judged === 'all' || judged.has(code)) && !not.has(code));
  return areJudged ? { ...entry, statusConditions: judgeAgain(before, findStatusConditions(facts), codes) } : entry;
}

/**
 * A miner after a new reading of its boards. Board conditions count once the miner has been mining
 * for a while; while it tunes, all except its rates and chips. A reading by which the boards cannot
 * be judged ends no condition.
 */
export function afterBoards(
  known: Entry,
  { chains, found }: BoardsReading,
  now: number,
  model: StoredModel | null,
  telemetryMs: number,
): Entry {
  const entry = byClockOf(known, now);
  const { latest, isStatusOld, trend, boardConditions: before } = entry;
  const sinces = entry.stored.conditions_since ?? {};
  const shown = chains.map(({ chain_id }) => chain_id);
  const next = {
    ...entry,
    boardConditions: judgedBoards(),
    boardsPoll: { lastReadAt: now, shown, failure: null },
  };
  const isSameList = entry.boardsPoll.shown.join() === shown.join();
  // The latest status is judged by another list at once, and not only the next.
  return withSinces(entry, isSameList ? next : judgedAgain(next, BY_BOARD_LIST, model, telemetryMs));

  function judgedBoards(): ConditionSet | null {
    // From before an absence it does not show how long the miner has been mining.
    if (found === null || latest === null || isStatusOld) return judgeOnly(before, [], now);
    if (isWarmedUp(trend, latest))
      return judgeAll(before, found, now, { sinces, not: unjudgeableOf(unitHardware(entry, null)) });
    if (!isTuningWarmedUp(trend, latest)) return judgeOnly(before, [], now);
    const meanwhile = found.filter(({ code }) => JUDGED_WHILE_TUNING.has(code));
    return judgeOnly(before, meanwhile, now, { sinces, judged: JUDGED_WHILE_TUNING });
  }
}

/** Why the boards of a miner could not be read; `missing` if its firmware does not report them. */
export interface UnreadBoards {
  readonly message: string;
  readonly missing: boolean;
}

/** A miner whose boards could not be read. */
export function afterUnreadBoards(known: Entry, { message, missing }: UnreadBoards, now: number): Entry {
  const entry = byClockOf(known, now);
  const before = entry.boardsPoll.failure;
  const failure = { sinceAt: before?.sinceAt ?? now, tries: (before?.tries ?? 0) + 1, message, missing };
  return { ...entry, boardsPoll: { ...entry.boardsPoll, failure } };
}
