import type { GroupHistoryPoint } from '../../src-shared/model/index.ts';
import type { MonitoredSlots } from './monitored-slots.ts';
import { type GroupPlan, SUM_WIDTHS_MS } from './plan-history.ts';
import { slotStart } from './tiers.ts';

/** The sum over the means of many miners in one slot of a tier. */
export interface GroupSum {
  readonly at: number;
  /** How many miners it contains, and how many of these were filled from their own memory. */
  readonly miners: number;
  readonly filled: number;
  readonly hashrate_hs: number | null;
  readonly power_w: number | null;
  /** How many of the miners are in `power_w`; null where an older version made the sum. */
  readonly power_miners: number | null;
  readonly chip_temp_max_c: number | null;
}

/** What the points of miners of one algorithm are made from. */
export interface GroupSums {
  readonly sums: readonly GroupSum[];
  /** Which of them were monitored, in slots of the same width; absent if that is not known. */
  readonly monitored?: MonitoredSlots | undefined;
}

/** The plan of the points, and the algorithm of the miners. */
export type GroupSpan = GroupPlan & { readonly algorithm: string | null };

interface JudgedSpan {
  readonly fromAt: number;
  readonly toAt: number;
  /** The width of the sums. */
  readonly narrowMs: number;
  /** Until when every polled miner has been read: a later sum may contain only some of them. */
  readonly completeUntilAt: number;
  readonly algorithm: string | null;
}

/**
 * This many sums on each side decide how many miners a sum should contain: a single one may lack
 * some itself.
 */
const NEIGHBOURS = 12;

interface Judged extends GroupSum {
  readonly ofMiners: number;
  readonly isComplete: boolean;
}

/**
 * Points of `slotMs` from the sums of a tier, in ascending order. While PowerHive monitors, a miner
 * that is missing in a sum did not respond: the sum is that of the farm, and is 0 if none of them
 * responded. Otherwise a missing miner is unknown, and a sum that lacks one is not complete. A wide
 * slot is the mean of its complete sums if it has any, so that neither a minute that is cut off nor
 * an hour of sleep lowers it. With `minutes`, these are used except where the memory of a miner is in
 * the sums: a point there is as wide as these.
 */
export function groupPoints(sums: GroupSums, span: GroupSpan, minutes: GroupSums | null = null): GroupHistoryPoint[] {
  const narrowMs = SUM_WIDTHS_MS[span.tier];
  const wideMs = Math.max(span.slotMs, narrowMs);
  const points = pointsOf(sums, { ...span, slotMs: wideMs }, narrowMs);
  if (minutes === null) return points.map(({ point }) => point);
  const fine = pointsOf(minutes, span, SUM_WIDTHS_MS['1min']).map(({ point }) => point);
  const within = Map.groupBy(fine, ({ at }) => slotStart(at, wideMs));
  return points.flatMap(({ point, hasFilled }) => {
    if (!hasFilled) return within.get(point.at) ?? [point];
    return [wideMs > span.slotMs ? { ...point, source: 'filled' as const } : point];
  });
}

function pointsOf(
  { sums, monitored }: GroupSums,
  { fromAt, toAt, slotMs, completeUntilAt = toAt, algorithm }: GroupSpan,
  narrowMs: number,
): { readonly point: GroupHistoryPoint; readonly hasFilled: boolean }[] {
  const judged = judge(sums, monitored, { fromAt, toAt, narrowMs, completeUntilAt, algorithm });
  const slots = Map.groupBy(judged, ({ at }) => slotStart(at, slotMs));
  return [...slots].map(([at, all]) => ({
    point: pointOf(at, all),
    hasFilled: all.some(({ filled }) => filled > 0),
  }));
}

function pointOf(at: number, all: readonly Judged[]): GroupHistoryPoint {
  const complete = all.filter(({ isComplete }) => isComplete);
  const used = complete.length > 0 ? complete : all;
  const hashrates = known(used.map(({ hashrate_hs }) => hashrate_hs));
  // The mean, like the sums themselves: a number of miners that fits them.
  const miners = Math.round(mean(used.map((sum) => sum.miners)) ?? 0);
  return {
    at,
    source: used.every(({ miners, filled }) => filled > 0 && filled === miners) ? 'filled' : 'read',
    miners,
    of_miners: Math.max(...used.map(({ ofMiners }) => ofMiners)),
    complete: complete.length > 0,
    hashrate_hs: mean(hashrates),
    hashrate_min_hs: hashrates.length === 0 ? null : Math.min(...hashrates),
    hashrate_max_hs: hashrates.length === 0 ? null : Math.max(...hashrates),
    power_w: mean(known(used.map(({ power_w }) => power_w))),
    power_miners: powerMiners(miners, used),
    chip_temp_max_c: highest(all.map(({ chip_temp_max_c }) => chip_temp_max_c)),
  };
}

/** By what was recorded of who was monitored; before that, by the sums beside it. */
function judge(sums: readonly GroupSum[], monitored: MonitoredSlots | undefined, span: JudgedSpan): Judged[] {
  if (monitored === undefined) return judgeByNeighbours(sums, span);
  const byAt = new Map(sums.map((sum) => [sum.at, sum]));
  const due = monitored.due.get(span.algorithm);
  const judged = judgeByNeighbours(sums, span).filter(({ at }) => at < monitored.knownFromAt);
  for (const [slot, isWatched] of monitored.watched.entries()) {
    const at = monitored.fromAt + slot * monitored.slotMs;
    if (at < monitored.knownFromAt) continue;
    const dueMiners = due?.[slot] ?? 0;
    const isDark = isWatched === 1 && dueMiners > 0 && at <= span.completeUntilAt;
    const sum = byAt.get(at) ?? (isDark ? { at, ...NONE_RESPONDED } : null);
    if (sum === null) continue;
    const ofMiners = Math.max(sum.miners, dueMiners);
    const standsForAll = isWatched === 1 && at <= span.completeUntilAt;
    judged.push({ ...sum, ofMiners, isComplete: standsForAll || sum.miners === ofMiners });
  }
  return judged;
}

const NONE_RESPONDED = {
  miners: 0,
  filled: 0,
  hashrate_hs: 0,
  power_w: 0,
  power_miners: 0,
  chip_temp_max_c: null,
} as const;

/**
 * The number of miners to expect is that of the nearest monitored sums. A sum is not that of all in
 * the current slot, at both ends of a monitored period, and where only some miners were filled from
 * memory.
 */
function judgeByNeighbours(sums: readonly GroupSum[], span: JudgedSpan): Judged[] {
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
 * For each sum the most miners in one of the nearest sums before it that contain all; null if there
 * is none.
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

/**
 * Of so many miners, how many are in the power: without as many as the sum lacks that lacks most.
 * Null if that is unknown for a sum.
 */
function powerMiners(miners: number, sums: readonly GroupSum[]): number | null {
  let mostLacking = 0;
  for (const sum of sums) {
    if (sum.power_miners === null) return null;
    mostLacking = Math.max(mostLacking, sum.miners - sum.power_miners);
  }
  return Math.max(0, miners - mostLacking);
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
