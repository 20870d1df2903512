import type { ConditionCode } from '../../src-shared/condition-kinds.ts';
import { chipsShown } from '../../src-shared/judging/board-chips.ts';
import { limitsInForce } from '../../src-shared/judging/farm-limits.ts';
import {
  ALWAYS_JUDGED,
  isTuning,
  JUDGED_WHILE_TUNING,
  shouldHashNow,
} from '../../src-shared/judging/firmware-state.ts';
import { hashrateShare, isLowHashrate } from '../../src-shared/judging/hashrate.ts';
import { isLiquidCooled } from '../../src-shared/judging/liquid-cooled.ts';
import { findLostFans, isAnyTurning, lostFansWords } from '../../src-shared/judging/lost-fans.ts';
import { isAboveMaxPreset, presetHashrateHs, presetWatts } from '../../src-shared/judging/max-preset.ts';
import { poolsDownWords } from '../../src-shared/judging/pools.ts';
import { protectiveStop } from '../../src-shared/judging/protective-stop.ts';
import { secondsInState } from '../../src-shared/judging/state-seconds.ts';
import { DANGER_ABOVE_HOT_C } from '../../src-shared/judging/thresholds.ts';
import { throttlePercent, throttleWords } from '../../src-shared/judging/throttle.ts';
import {
  foreignPoolOf,
  foreignPoolWords,
  isUnconfirmed,
  type OwnPools,
  unconfirmedPoolWords,
} from '../../src-shared/pools/own-pools.ts';
import type { BoardsUnread } from './boards-unread.ts';
import { minerWords } from './condition-words.ts';
import { spentCooling } from './cooling-reserve.ts';
import type { ReadStatus, UnitFacts } from './facts.ts';
import { type FoundCondition, foundCondition } from './found-condition.ts';
import { fellFrom, isFallOfSwitcher, isOnlySeen, type PresetBaseline } from './preset-baseline.ts';
import { frozenSince, isTuningWarmedUp, isWarmedUp, type ReadingTrend } from './reading-trend.ts';
import { tooManyRejected } from './rejected-shares.ts';
import { seenFallSeverity } from './seen-preset-fall.ts';
import { boardState, failedBoard, missingChips, shouldHash, silentBoard } from './shared-board-conditions.ts';
import { idleTuning, manyRestarts, stuckStart, withoutShares } from './start-conditions.ts';

/** The latest status of a miner, and the other facts to judge it. */
export interface StatusFacts {
  readonly status: ReadStatus;
  readonly trend: ReadingTrend;
  /** Whether any of its fans was seen turning before. */
  readonly fansTurned: boolean;
  readonly unit: UnitFacts;
  /** The boards in the latest reading of them; null if there is no current one. */
  readonly boardsSeen: readonly number[] | null;
  readonly boardsUnread: BoardsUnread | null;
  /** The pools of the farm; null if none can be named. */
  readonly ownPools: OwnPools | null;
  /** The preset that PowerHive set last; null if none. */
  readonly presetSet: string | null;
  readonly baseline: PresetBaseline | null;
  /** The highest preset that the operator allows for the model, and those the model has. */
  readonly ceiling: {
    readonly maxPreset: string | null;
    readonly presets: readonly {
      readonly name: string;
      readonly power_w: number | null;
      readonly hashrate_hs: number | null;
    }[];
  };
}

/** Codes that a start does not explain: judged as soon as a miner hashes. */
const JUDGED_FROM_THE_START: ReadonlySet<ConditionCode> = new Set([...ALWAYS_JUDGED, 'hot', 'above_max_preset']);

/** Codes while it tunes at 0 or an unknown rate, which cannot end `miner_zero_hashrate`. */
const JUDGED_WHILE_IDLE: ReadonlySet<ConditionCode> = new Set(
  [...JUDGED_WHILE_TUNING].filter((code) => code !== 'miner_zero_hashrate'),
);

/**
 * The codes that a status judges, and so ends if it does not show them; `all` if the miner has been
 * mining for a while, and its figures are current.
 */
export function judgedBy({ trend, status }: Pick<StatusFacts, 'trend' | 'status'>): ReadonlySet<ConditionCode> | 'all' {
  const { state } = status.figures;
  if (!shouldHashNow(state) || frozenSince(trend, status) !== null) return ALWAYS_JUDGED;
  if (isTuning(state)) return isTuningWarmedUp(trend, status) ? judgedWhileTuning(status) : JUDGED_FROM_THE_START;
  return isWarmedUp(trend, status) ? 'all' : JUDGED_FROM_THE_START;
}

/** A rate above 0 ends `miner_zero_hashrate` at once; at 0 that condition has a delay. */
function judgedWhileTuning({ figures }: ReadStatus): ReadonlySet<ConditionCode> {
  return (figures.hashrate_hs ?? 0) > 0 ? JUDGED_WHILE_TUNING : JUDGED_WHILE_IDLE;
}

/**
 * The conditions of a miner without those of its chips. If it failed or stopped itself, only that;
 * in the first minutes of mining, only what a start does not explain; while it tunes, all except
 * its rates; with frozen figures no others, because they belong to another time. A stuck start is
 * added unless it failed or stopped, and frequent restarts always.
 */
export function findStatusConditions(facts: StatusFacts): FoundCondition[] {
  const { status, trend } = facts;
  const { figures, recorded_at: now } = status;
  const seconds = secondsInState(figures);
  const beganAt = seconds === null ? null : now - seconds * 1000;
  const restarts = manyRestarts(trend, now);
  if (figures.state === 'failure') return [failed(figures, beganAt), ...restarts];
  const stop = protectiveStop(figures);
  if (stop !== null)
    return [foundCondition('protective_stop', minerWords.stoppedItself(stop), { beganAt }), ...restarts];
  const starts = [...stuckStart(trend, now, figures.state_description), ...restarts];
  if (!shouldHashNow(figures.state)) return starts;
  const frozenAt = frozenSince(trend, status);
  if (frozenAt !== null) {
    const message = minerWords.frozen(frozenAt, now);
    return [foundCondition('figures_frozen', message, { beganAt: frozenAt }), ...starts];
  }
  const always = [...starts, ...foreignPool(facts), ...hotOf(facts), ...aboveMaxPreset(facts), ...presetFell(facts)];
  if (isWarmedUp(trend, status)) return [...warmedUpConditions(facts), ...always];
  return isTuningWarmedUp(trend, status) ? [...tuningConditions(facts), ...always] : always;
}

/** The conditions of a miner that tunes, whatever the tuner does. */
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
  found.push(...hashrateOf(status, unit), ...boardsOf(facts), ...fansOf(facts), ...coolingOf(facts));
  const shares = tooManyRejected(trend.shares);
  if (shares !== null) {
    const { accepted, rejected } = shares;
    const message = minerWords.rejectedShares(rejected, accepted + rejected);
    found.push(foundCondition('shares_rejected', message, { value: rejected, unit: 'shares' }));
  }
  if (boardsUnread !== null) found.push(unreadBoards(boardsUnread, recorded_at));
  const percent = throttlePercent(figures);
  if (percent !== null) {
    found.push(foundCondition('miner_throttled', throttleWords(percent), { value: percent, unit: '%' }));
  }
  return found;
}

/**
 * Negative and absurd rates were replaced by null before, as were those in an unknown unit, which
 * is not a fault of the miner.
 */
function hashrateOf({ figures, chains }: ReadStatus, unit: UnitFacts): FoundCondition[] {
  if (figures.hashrate_hs === null) {
    if (figures.state === null && chains.length === 0) {
      return [foundCondition('figures_missing', minerWords.nothingAboutMining)];
    }
    if (unit.hr_measure === null) return [];
    return [foundCondition('figures_missing', minerWords.impossibleHashrate(figures.state))];
  }
  if (figures.hashrate_hs === 0) {
    return [foundCondition('miner_zero_hashrate', minerWords.zeroHashrate(figures.state), { value: 0 })];
  }
  const share = hashrateShare(figures);
  if (share === null || !isLowHashrate(share)) return [];
  const percent = Math.round(share * 100);
  return [foundCondition('low_hashrate', minerWords.lowHashrate(percent), { value: percent, unit: '%' })];
}

function hotOf(facts: StatusFacts): FoundCondition[] {
  const { chip_temp_max_c: hottestC } = facts.status.figures;
  if (hottestC === null || hottestC < limitsInForce().hot_chip_c) return [];
  const value = Math.round(hottestC);
  const in_danger = hottestC >= limitsInForce().hot_chip_c + DANGER_ABOVE_HOT_C;
  return [foundCondition('hot', withFall(minerWords.hot(value), facts), { value, unit: '°C', in_danger })];
}

function aboveMaxPreset({ status: { figures }, ceiling: { maxPreset, presets } }: StatusFacts): FoundCondition[] {
  if (!isAboveMaxPreset(figures.preset, maxPreset, presets)) return [];
  const message = minerWords.aboveMaxPreset(figures.preset, maxPreset);
  return [foundCondition('above_max_preset', message, { value: presetWatts(figures.preset, presets), unit: 'W' })];
}

/** Judged during the warm-up too, because a change of pools restarts a miner. */
function foreignPool({ status, ownPools }: StatusFacts): FoundCondition[] {
  const foreign = foreignPoolOf(status.pools, ownPools);
  if (foreign === null) return [];
  const words = isUnconfirmed(foreign, ownPools) ? unconfirmedPoolWords(foreign) : foreignPoolWords(foreign);
  return [foundCondition('pool_foreign', words, { pool: foreign })];
}

function presetFell(facts: StatusFacts): FoundCondition[] {
  const { status, presetSet, baseline, ceiling } = facts;
  const { figures } = status;
  const { presets } = ceiling;
  const from = fellFrom(figures.preset, { baseline, presetSet, presets });
  if (from === null) return [];
  const lessHs = fallenHs(figures, from, presets);
  const seen = isOnlySeen(facts) ? (baseline?.seen ?? null) : null;
  const why = seen !== null ? 'seen' : from === presetSet ? 'set' : 'usual';
  const message = minerWords.presetFell(figures.preset, from, why, lessHs);
  const severity = seen === null ? 'warning' : seenFallSeverity(seen, figures.preset, presets);
  return [foundCondition('preset_fell', message, { severity, value: presetWatts(figures.preset, presets), unit: 'W' })];
}

/**
 * What a miner would be expected to hash more with this preset, in hashes per second, with its
 * throttle and boards as they are; null if the model does not say what its presets promise.
 */
export function fallenHs(
  figures: Pick<ReadStatus['figures'], 'preset' | 'hashrate_expected_hs'>,
  from: string | null,
  presets: StatusFacts['ceiling']['presets'],
): number | null {
  const fromHs = presetHashrateHs(from, presets) ?? 0;
  const ownHs = presetHashrateHs(figures.preset, presets) ?? 0;
  const expectedHs = figures.hashrate_expected_hs;
  return fromHs <= 0 || ownHs <= 0 || expectedHs === null ? null : Math.max(0, expectedHs * (fromHs / ownHs - 1));
}

/**
 * The boards that a miner shows now. Either source may omit one; none at all proves nothing while
 * the miner hashes.
 */
export function boardsShown({ status, boardsSeen }: Pick<StatusFacts, 'status' | 'boardsSeen'>): readonly number[] {
  return [...new Set([...status.chains.map(({ chain_id }) => chain_id), ...(boardsSeen ?? [])])];
}

function boardsOf(facts: StatusFacts): FoundCondition[] {
  const { status, unit } = facts;
  const { figures, chains } = status;
  const found: FoundCondition[] = [];
  const shown = boardsShown(facts);
  const boards = unit.own_chains;
  if (shown.length > 0 && boards !== null && shown.length < boards) {
    const message = minerWords.missingBoards(shown, boards);
    found.push(foundCondition('board_missing', message, { value: boards - shown.length, unit: 'boards' }));
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
  const { fans, figures } = facts.status;
  const lost = lostFansOf(facts);
  if (lost.length === 0) return [];
  // It hashes as before until its chips are too hot.
  const in_danger = lost.length === fans.length && figures.hashrate_hs !== 0;
  return [foundCondition('fan_lost', lostFansWords(lost, fans), { value: lost.length, unit: 'fans', in_danger })];
}

/** Water cools a hydro miner, whatever its firmware says of fans. */
function coolingOf(facts: StatusFacts): FoundCondition[] {
  const { status, trend, unit } = facts;
  if (isLiquidCooled(unit.full_name, status.chains)) return [];
  return spentCooling(trend.strained, status).map((one) => ({ ...one, message: withFall(one.message, facts) }));
}

/** The message of too little cooling, with the lower preset that comes of it. */
function withFall(message: string, facts: StatusFacts): string {
  const { status, presetSet, baseline, ceiling } = facts;
  const { preset } = status.figures;
  const from = fellFrom(preset, { baseline, presetSet, presets: ceiling.presets });
  if (from === null) return message;
  const lessHs = fallenHs(status.figures, from, ceiling.presets);
  return minerWords.loweredByHeat(message, { preset, from, lessHs, bySwitcher: isFallOfSwitcher(facts) });
}

/** The fans that should turn but do not, even before there is a condition about them. */
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
  const message = minerWords.boardsUnread(sinceAt, nowMs, reason);
  return foundCondition('boards_unread', message, { beganAt: sinceAt, ...(missing && { severity: 'notice' }) });
}

function failed({ state_description, failure_code }: ReadStatus['figures'], beganAt: number | null): FoundCondition {
  return foundCondition('failure', minerWords.failed(state_description, failure_code), { beganAt });
}
