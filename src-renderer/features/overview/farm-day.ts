import { DAY_MS } from '../../../src-shared/durations.ts';
import { efficiencyJPerTh, plausibleEfficiency } from '../../../src-shared/judging/efficiency.ts';
import type { FleetHistory, GroupHistoryPoint } from '../../../src-shared/model/index.ts';
import { startOfDay } from '../../ui/times.ts';

/** The midnight before that of today: a day has 25 hours where clocks are set back. */
export function startOfYesterday(now: number): number {
  return startOfDay(startOfDay(now) - 1);
}

type Point = Pick<GroupHistoryPoint, 'at' | 'complete' | 'hashrate_hs' | 'power_w'>;

/** The points of one algorithm; none where it has no history. */
export function pointsOf(history: Pick<FleetHistory, 'series'> | undefined, algorithm: string): readonly Point[] {
  return history?.series.find((series) => series.algorithm === algorithm)?.points ?? [];
}

/**
 * The hash rate of the 24 h before `nowMs` as lines from 0 to 1 in both directions, y downwards,
 * 0 of the hash rate at the bottom and some room above the highest. A sum that lacks miners, and
 * time without one, breaks the line.
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
  return lines.map((line) => line.join(' '));
}

/**
 * J/TH from one moment to another: energy by hashes of all slots that lack no miner; null where
 * there is none, or none that miners can have: most showed no power, or stood still.
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
