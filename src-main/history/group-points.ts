import type { GroupHistoryPoint } from '../../src-shared/model/index.ts';
import { slotStart } from './tiers.ts';

/** The sum over the means of many miners in one slot of a tier. */
export interface GroupSum {
  readonly at: number;
  /** How many it counts, and how many of these were not read but remembered by the miner. */
  readonly miners: number;
  readonly filled: number;
  readonly hashrate_hs: number | null;
  readonly power_w: number | null;
  readonly chip_temp_max_c: number | null;
}

export interface GroupSpan {
  readonly fromAt: number;
  readonly toAt: number;
  /** Width of the points, and of the sums they are made of. */
  readonly slotMs: number;
  readonly narrowMs: number;
  /**
   * Until when every miner that is polled has been read: a sum that begins later counts only some
   * of them so far.
   */
  readonly completeUntilAt: number;
}

/**
 * This many sums on either side decide how many miners a sum should count: one of them may itself
 * lack some.
 */
const NEIGHBOURS = 12;

interface Judged extends GroupSum {
  readonly ofMiners: number;
  readonly isComplete: boolean;
}

/**
 * Points of `slotMs` from the sums of a tier, in ascending order. While PowerHive watches, a miner
 * that is not in a sum did not respond, and the sum is what the farm did. Elsewhere a missing miner
 * is an unknown one: in the slot that still runs, at both ends of a stretch of watching, and where
 * only some miners have returned what they remember. How many there should be is taken from the
 * sums of watched slots beside it; a sum of fewer is not complete. A wide slot is the mean of its
 * complete sums where it has any, so that neither a minute that was cut off nor an hour of sleep
 * takes anything away from the rest.
 */
export function groupPoints(sums: readonly GroupSum[], span: GroupSpan): GroupHistoryPoint[] {
  const slots = Map.groupBy(judge(sums, span), ({ at }) => slotStart(at, span.slotMs));
  return [...slots].map(([at, all]) => {
    const complete = all.filter(({ isComplete }) => isComplete);
    const used = complete.length > 0 ? complete : all;
    const hashrates = known(used.map(({ hashrate_hs }) => hashrate_hs));
    return {
      at,
      source: used.every(({ miners, filled }) => filled === miners) ? 'filled' : 'read',
      miners: Math.max(...used.map(({ miners }) => miners)),
      of_miners: Math.max(...used.map(({ ofMiners }) => ofMiners)),
      complete: complete.length > 0,
      hashrate_hs: mean(hashrates),
      hashrate_min_hs: hashrates.length === 0 ? null : Math.min(...hashrates),
      hashrate_max_hs: hashrates.length === 0 ? null : Math.max(...hashrates),
      power_w: mean(known(used.map(({ power_w }) => power_w))),
      chip_temp_max_c: highest(all.map(({ chip_temp_max_c }) => chip_temp_max_c)),
    };
  });
}

function judge(sums: readonly GroupSum[], span: GroupSpan): Judged[] {
  const isWatched = ({ filled, miners }: GroupSum): boolean => filled * 2 < miners;
  const isComplete = ({ at }: GroupSum): boolean => at <= span.completeUntilAt;
  const joins = (one: GroupSum | undefined, next: GroupSum | undefined): boolean =>
    one !== undefined && next !== undefined && next.at - one.at === span.narrowMs && isWatched(one) && isWatched(next);
  const firstAt = slotStart(span.fromAt, span.narrowMs);
  const standsForAll = sums.map((sum, i) => {
    const begins = !joins(sums[i - 1], sum) && sum.at !== firstAt;
    const nextAt = sum.at + span.narrowMs;
    const ends = !joins(sum, sums[i + 1]) && nextAt < span.toAt && nextAt <= span.completeUntilAt;
    return isWatched(sum) && isComplete(sum) && !begins && !ends;
  });
  const before = mostBefore(sums, standsForAll);
  const after = mostBefore([...sums].reverse(), [...standsForAll].reverse()).reverse();
  return sums.map((sum, i) => {
    const { miners } = sum;
    if (standsForAll[i]) return { ...sum, ofMiners: miners, isComplete: true };
    const sides = known([before[i] ?? null, after[i] ?? null]);
    const ofMiners = Math.max(miners, sides.length === 0 ? 0 : Math.min(...sides));
    return { ...sum, ofMiners, isComplete: miners === ofMiners };
  });
}

/**
 * For each sum the most miners that one of the nearest before it counts, of those that stand for
 * all; null where there is none.
 */
function mostBefore(sums: readonly GroupSum[], standsForAll: readonly boolean[]): (number | null)[] {
  const nearest: number[] = [];
  return sums.map(({ miners }, i) => {
    const most = nearest.length === 0 ? null : Math.max(...nearest);
    if (standsForAll[i]) nearest.push(miners);
    if (nearest.length > NEIGHBOURS) nearest.shift();
    return most;
  });
}

function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((total, value) => total + value, 0) / values.length;
}

function highest(values: readonly (number | null)[]): number | null {
  return values.reduce((most, value) => (most === null || (value !== null && value > most) ? value : most), null);
}
