import { efficiencyJPerTh, plausibleEfficiency } from '../../../src-shared/judging/efficiency.ts';
import { midnight } from '../../../src-shared/local-day.ts';
import { DAY_MS, HOUR_MS } from '../../../src-shared/milliseconds.ts';
import type { DaySum, FleetHistory, GroupHistoryPoint } from '../../../src-shared/model/index.ts';

/** The start of yesterday: a day has 23 or 25 hours when clocks are changed. */
export function startOfYesterday(now: number): number {
  return midnight(now, -1);
}

/** A shorter line is a dash of a few pixels. */
const LEAST_LINE_MS = 3 * HOUR_MS;

type Point = Pick<GroupHistoryPoint, 'at' | 'complete' | 'hashrate_hs' | 'power_w' | 'miners'>;

/** The points of one algorithm; empty without history. */
export function pointsOf(history: Pick<FleetHistory, 'series'> | undefined, algorithm: string): readonly Point[] {
  return history?.series.find((series) => series.algorithm === algorithm)?.points ?? [];
}

/**
 * The hash rate of the 24 h before `nowMs` as polylines. Both coordinates are from 0 to 1, y
 * downwards; a hash rate of 0 is at the bottom, with some room above the highest. Incomplete sums
 * and gaps interrupt the line. Empty while they are too short together to show a course.
 */
export function dayLines(points: readonly Point[], nowMs: number, slotMs: number): readonly string[] {
  const fromMs = nowMs - DAY_MS;
  const top = Math.max(0, ...points.map(({ hashrate_hs }) => hashrate_hs ?? 0));
  const lines: string[][] = [];
  let lastAt = Number.NEGATIVE_INFINITY;
  for (const { at, complete, hashrate_hs } of points) {
    if (at < fromMs || !complete || hashrate_hs === null || top === 0) continue;
    if (at - lastAt > slotMs * 1.5) lines.push([]);
    lines.at(-1)?.push(`${((at - fromMs) / DAY_MS).toFixed(4)},${(1 - (hashrate_hs / top) * 0.9).toFixed(4)}`);
    lastAt = at;
  }
  return lines.flat().length * slotMs < LEAST_LINE_MS ? [] : lines.map((line) => line.join(' '));
}

/** The mean hash rate of the hour around this time a day ago, and of how many miners it is. */
export interface DayAgo {
  readonly hashrateHs: number;
  readonly miners: number;
  /** The middle of the hour, in UNIX milliseconds. */
  readonly at: number;
}

/** If the past is of fewer of the miners, a difference says more about them than about the hash rate. */
const LEAST_COVERED = 0.98;

/**
 * Null if no sum of that hour is complete, nothing hashed, or some of today's `miners` had no
 * history then: they are new, or their logs do not go back so far.
 */
export function dayAgo(points: readonly Point[], nowMs: number, miners: number): DayAgo | null {
  const at = nowMs - DAY_MS;
  const known = points.flatMap(({ at: slotAt, complete, hashrate_hs, miners }) =>
    complete && hashrate_hs !== null && Math.abs(slotAt - at) <= HOUR_MS / 2 ? [{ hashrate_hs, miners }] : [],
  );
  const sum = known.reduce((total, { hashrate_hs }) => total + hashrate_hs, 0);
  const most = Math.max(...known.map((point) => point.miners));
  return sum === 0 || most < miners * LEAST_COVERED ? null : { hashrateHs: sum / known.length, miners: most, at };
}

/**
 * J/TH of a period: energy by hashes over all slots with complete sums. Null if there are none, or
 * if the result is implausible because most miners reported no power or did not hash.
 */
export function efficiencyBetween(
  points: readonly Point[],
  fromAt: number,
  toAt: number,
  algorithm: string,
): number | null {
  let [powerW, hashrateHs] = [0, 0];
  for (const point of points) {
    if (point.at < fromAt || point.at >= toAt || !point.complete) continue;
    if (point.power_w === null || point.hashrate_hs === null) continue;
    powerW += point.power_w;
    hashrateHs += point.hashrate_hs;
  }
  return powerW === 0 ? null : efficiencyJPerTh(powerW, hashrateHs, plausibleEfficiency(algorithm));
}

/** What one algorithm lost in a day, in hashes; null where nothing of it was recorded. */
export function lostOfDay({ work }: Pick<DaySum, 'work'>, algorithm: string): number | null {
  const own = work.find((one) => one.algorithm === algorithm);
  return own === undefined ? null : own.lost.reduce((sum, { lost_hash }) => sum + lost_hash, 0);
}
