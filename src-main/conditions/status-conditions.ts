import { chipsShown } from '../../src-shared/judging/board-chips.ts';
import type { ConditionCode } from '../../src-shared/judging/conditions.ts';
import {
  ALWAYS_JUDGED,
  isTuning,
  JUDGED_WHILE_TUNING,
  shouldHashNow,
} from '../../src-shared/judging/firmware-state.ts';
import { hashrateShare, isLowHashrate } from '../../src-shared/judging/hashrate.ts';
import { isLiquidCooled } from '../../src-shared/judging/liquid-cooled.ts';
import { findLostFans, isAnyTurning, lostFansWords } from '../../src-shared/judging/lost-fans.ts';
import { isAboveMaxPreset, presetWatts } from '../../src-shared/judging/max-preset.ts';
import { poolsDownWords } from '../../src-shared/judging/pools.ts';
import { HOT_CHIP_C } from '../../src-shared/judging/thresholds.ts';
import { throttlePercent, throttleWords } from '../../src-shared/judging/throttle.ts';
import { foreignPoolWords, type OwnPools } from '../../src-shared/own-pools.ts';
import { since } from '../../src-shared/since.ts';
import { tempText } from '../../src-shared/temperature.ts';
import type { BoardsUnread } from './boards-unread.ts';
import type { ReadStatus, UnitFacts } from './facts.ts';
import { type FoundCondition, foundCondition } from './found-condition.ts';
import { missingBoardsWords } from './missing-boards.ts';
import { boardState, failedBoard, missingChips, shouldHash, silentBoard } from './one-board.ts';
import { protectiveStop } from './protective-stop.ts';
import { frozenSince, isTuningWarmedUp, isWarmedUp, type ReadingTrend } from './reading-trend.ts';
import { rejectedSharesWords } from './share-window.ts';
import { idleTuning, manyRestarts, stuckStart, withoutShares } from './start-conditions.ts';

/** The latest status of a miner, and what else has to be known to judge it. */
export interface StatusFacts {
  readonly status: ReadStatus;
  readonly trend: ReadingTrend;
  /** Whether any of its fans was seen turning before. */
  readonly fansTurned: boolean;
  readonly unit: UnitFacts;
  /** The boards that the latest reading of them shows; null where there is none from now. */
  readonly boardsSeen: readonly number[] | null;
  readonly boardsUnread: BoardsUnread | null;
  /** The pools of the farm; null where it has none that could be named. */
  readonly ownPools: OwnPools | null;
  /** The preset that PowerHive set last; null where it set none. */
  readonly presetSet: string | null;
  /** The highest preset that the operator allows for the model, and those the model has. */
  readonly ceiling: {
    readonly maxPreset: string | null;
    readonly presets: readonly { readonly name: string; readonly power_w: number | null }[];
  };
}

/** What no start explains: it is judged from the first moment in which a miner hashes. */
const JUDGED_FROM_THE_START: ReadonlySet<ConditionCode> = new Set([...ALWAYS_JUDGED, 'hot', 'above_max_preset']);

/** While it tunes at a rate of 0, or at an unknown one: nothing says that it hashes again. */
const JUDGED_WHILE_IDLE: ReadonlySet<ConditionCode> = new Set(
  [...JUDGED_WHILE_TUNING].filter((code) => code !== 'miner_zero_hashrate'),
);

/**
 * What a status can judge, so that it ends what it does not show; `all` where the miner has been
 * mining for a while, and its figures are of now.
 */
export function judgedBy({ trend, status }: Pick<StatusFacts, 'trend' | 'status'>): ReadonlySet<ConditionCode> | 'all' {
  const { state } = status.figures;
  if (!shouldHashNow(state) || frozenSince(trend, status) !== null) return ALWAYS_JUDGED;
  if (isTuning(state)) return isTuningWarmedUp(trend, status) ? judgedWhileTuning(status) : JUDGED_FROM_THE_START;
  return isWarmedUp(trend, status) ? 'all' : JUDGED_FROM_THE_START;
}

/** A tuner at 0 shows after a while only that it does not hash; at once, that what did not hash does. */
function judgedWhileTuning({ figures }: ReadStatus): ReadonlySet<ConditionCode> {
  return (figures.hashrate_hs ?? 0) > 0 ? JUDGED_WHILE_TUNING : JUDGED_WHILE_IDLE;
}

/**
 * What is wrong with a miner, in all but its chips. Of one that is at rest only why it stopped
 * itself; in the first minutes of mining only what no start explains; while it tunes all but its
 * rates; of figures that do not change nothing else, because they belong to another time. That it
 * starts again and again is said of each.
 */
export function findStatusConditions(facts: StatusFacts): FoundCondition[] {
  const { status, trend } = facts;
  const { figures, recorded_at: now } = status;
  const beganAt = figures.state_seconds === null ? null : now - figures.state_seconds * 1000;
  const restarts = manyRestarts(trend, now);
  if (figures.state === 'failure') return [foundCondition('failure', failureWords(figures), { beganAt }), ...restarts];
  const stop = protectiveStop(figures);
  if (stop !== null) return [foundCondition('protective_stop', stop, { beganAt }), ...restarts];
  const starts = [...stuckStart(trend, now, figures.state_description), ...restarts];
  if (!shouldHashNow(figures.state)) return starts;
  const frozenAt = frozenSince(trend, status);
  if (frozenAt !== null) {
    const message = `Figures unchanged ${since(frozenAt, now)}`;
    return [foundCondition('figures_frozen', message, { beganAt: frozenAt }), ...starts];
  }
  const always = [...starts, ...foreignPool(facts), ...hotOf(status), ...aboveMaxPreset(facts), ...presetFell(facts)];
  if (isWarmedUp(trend, status)) return [...warmedUpConditions(facts), ...always];
  return isTuningWarmedUp(trend, status) ? [...tuningConditions(facts), ...always] : always;
}

/** What is wrong with a miner that tunes, whatever the tuner does. */
function tuningConditions(facts: StatusFacts): FoundCondition[] {
  const found = warmedUpConditions(facts).filter(({ code }) => JUDGED_WHILE_IDLE.has(code));
  return [...found, ...idleTuning(facts.trend, facts.status.recorded_at)];
}

function warmedUpConditions(facts: StatusFacts): FoundCondition[] {
  const { status, trend, unit, boardsUnread } = facts;
  const { figures, pools, recorded_at } = status;
  const found: FoundCondition[] = [];
  const poolsDown = poolsDownWords(pools);
  if (poolsDown !== null) found.push(foundCondition('pools_down', poolsDown));
  else found.push(...withoutShares(trend, recorded_at));
  found.push(...hashrateOf(status, unit), ...boardsOf(facts), ...fansOf(facts));
  const rejected = rejectedSharesWords(trend.shares);
  if (rejected !== null) {
    const value = trend.shares?.judged?.rejected ?? null;
    found.push(foundCondition('shares_rejected', rejected, { value, unit: 'shares' }));
  }
  if (boardsUnread !== null) found.push(unreadBoards(boardsUnread, recorded_at));
  const percent = throttlePercent(figures);
  if (percent !== null) {
    found.push(foundCondition('miner_throttled', throttleWords(percent), { value: percent, unit: '%' }));
  }
  return found;
}

/**
 * Rates below zero and absurd ones are unknown when they come here, as are those of an unknown
 * unit: that is no fault of the miner.
 */
function hashrateOf({ figures, chains }: ReadStatus, unit: UnitFacts): FoundCondition[] {
  const saysMining = figures.state !== null;
  if (figures.hashrate_hs === null) {
    if (!saysMining && chains.length === 0) {
      return [foundCondition('figures_missing', 'Responds, but reports nothing about mining')];
    }
    if (unit.hr_measure === null) return [];
    const message = saysMining ? 'Mining, but without a possible hash rate' : 'No possible hash rate';
    return [foundCondition('figures_missing', message)];
  }
  if (figures.hashrate_hs === 0) {
    const message = saysMining ? 'Mining, but 0 TH/s' : '0 TH/s';
    return [foundCondition('miner_zero_hashrate', message, { value: 0 })];
  }
  const share = hashrateShare(figures);
  if (share === null || !isLowHashrate(share)) return [];
  const percent = Math.round(share * 100);
  return [foundCondition('low_hashrate', `Hash rate at ${percent} % of expected`, { value: percent, unit: '%' })];
}

function hotOf({ figures: { chip_temp_max_c: hottestC } }: ReadStatus): FoundCondition[] {
  if (hottestC === null || hottestC < HOT_CHIP_C) return [];
  const value = Math.round(hottestC);
  return [foundCondition('hot', `Hottest chip at ${tempText(value)}`, { value, unit: '°C' })];
}

function aboveMaxPreset({ status: { figures }, ceiling: { maxPreset, presets } }: StatusFacts): FoundCondition[] {
  if (!isAboveMaxPreset(figures.preset, maxPreset, presets)) return [];
  const message = `Above max preset: ${figures.preset} > ${maxPreset}`;
  return [foundCondition('above_max_preset', message, { value: presetWatts(figures.preset, presets), unit: 'W' })];
}

/** A change of pools restarts a miner: it is not waited until that one has settled. */
function foreignPool({ status, ownPools }: StatusFacts): FoundCondition[] {
  const foreign = foreignPoolWords(status.pools, ownPools);
  return foreign === null ? [] : [foundCondition('pool_foreign', foreign)];
}

function presetFell({ status: { figures }, presetSet, ceiling: { presets } }: StatusFacts): FoundCondition[] {
  if (!isAboveMaxPreset(presetSet, figures.preset, presets)) return [];
  const message = `Preset fell: ${figures.preset}, ${presetSet} was set`;
  return [foundCondition('preset_fell', message, { value: presetWatts(figures.preset, presets), unit: 'W' })];
}

/**
 * The boards that a miner shows now. Either source may leave one out; none at all says nothing
 * while the miner hashes.
 */
export function boardsShown({ status, boardsSeen }: Pick<StatusFacts, 'status' | 'boardsSeen'>): readonly number[] {
  return [...new Set([...status.chains.map(({ chain_id }) => chain_id), ...(boardsSeen ?? [])])];
}

function boardsOf(facts: StatusFacts): FoundCondition[] {
  const { status, unit } = facts;
  const { figures, chains } = status;
  const found: FoundCondition[] = [];
  const shown = boardsShown(facts);
  const missing = shown.length === 0 ? null : missingBoardsWords(shown, unit.own_chains);
  if (missing !== null) {
    const value = (unit.own_chains ?? 0) - shown.length;
    found.push(foundCondition('board_missing', missing, { value, unit: 'boards' }));
  }
  for (const chain of chains) {
    found.push(...failedBoard(chain.chain_id, chain.state, chain.state_description));
    const hasSilence = chain.hashrate_hs === 0 && (figures.hashrate_hs ?? 0) > 0 && shouldHash(chain.state);
    if (hasSilence) found.push(silentBoard(chain.chain_id, 0));
    else if (boardState(chain.state, figures.state) === 'mining')
      found.push(...missingChips(chain.chain_id, chipsShown(chain), unit.own_chips_per_chain));
  }
  return found;
}

function fansOf(facts: StatusFacts): FoundCondition[] {
  const { fans } = facts.status;
  const lost = lostFansOf(facts);
  if (lost.length === 0) return [];
  return [foundCondition('fan_lost', lostFansWords(lost, fans), { value: lost.length, unit: 'fans' })];
}

/** The fans that should turn and do not, also while nothing is said of them yet. */
export function lostFansOf({
  status: { figures, fans, chains },
  fansTurned,
  unit,
}: Pick<StatusFacts, 'status' | 'fansTurned'> & { readonly unit: Pick<UnitFacts, 'full_name'> }) {
  const liquidCooled = isLiquidCooled(unit.full_name, chains);
  return findLostFans(fans, {
    coolingMode: figures.cooling_mode,
    liquidCooled,
    everTurned: fansTurned || isAnyTurning(fans),
  });
}

function unreadBoards({ sinceAt, reason, missing }: BoardsUnread, nowMs: number): FoundCondition {
  const message = `No board data ${since(sinceAt, nowMs)}: ${reason}`;
  return foundCondition('boards_unread', message, { beganAt: sinceAt, ...(missing && { severity: 'notice' }) });
}

function failureWords({ state_description: description, failure_code }: ReadStatus['figures']): string {
  const code = failure_code === null || failure_code === 0 ? '' : ` (code ${failure_code})`;
  if (description !== null && /^fail/i.test(description)) return `${description}${code}`;
  return `Failed: ${description ?? 'the firmware gives no reason'}${code}`;
}
