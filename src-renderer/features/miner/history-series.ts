import type { MinerHistory } from '../../../src-shared/model/index.ts';

/** A history as a chart takes it. Times are UNIX seconds; a null between two points is a gap, and a gap is never drawn over. */
export interface HistorySeries {
  readonly times: readonly number[];
  /** In the unit that single miners of the algorithm are told in. */
  readonly hashrate: readonly (number | null)[];
  readonly chipTempC: readonly (number | null)[];
  readonly powerW: readonly (number | null)[];
  readonly gaps: readonly Gap[];
}

/** A span in which nothing was read, in UNIX milliseconds. */
export interface Gap {
  readonly fromAt: number;
  readonly toAt: number;
}

export function historySeries(history: MinerHistory, hashesPerUnit: number): HistorySeries {
  const times: number[] = [];
  const hashrate: (number | null)[] = [];
  const chipTempC: (number | null)[] = [];
  const powerW: (number | null)[] = [];
  const push = (at: number, hashrateHs: number | null, tempC: number | null, watts: number | null): void => {
    times.push(at / 1000);
    hashrate.push(hashrateHs === null ? null : hashrateHs / hashesPerUnit);
    chipTempC.push(tempC);
    powerW.push(watts);
  };

  const gaps = history.gaps.map(({ from_at, to_at }) => ({ fromAt: from_at, toAt: to_at }));
  let next = 0;
  for (const point of history.points) {
    const gap = gaps[next];
    if (gap !== undefined && gap.toAt <= point.at) {
      if (times.length > 0) push(gap.fromAt, null, null, null);
      next++;
    }
    push(point.at, point.hashrate_hs, point.chip_temp_max_c, point.power_w);
  }
  return { times, hashrate, chipTempC, powerW, gaps };
}

/** The lowest and highest of the known values; null when none is known. */
export function rangeOf(values: readonly (number | null)[]): { low: number; high: number } | null {
  let range: { low: number; high: number } | null = null;
  for (const value of values) {
    if (value === null) continue;
    range =
      range === null
        ? { low: value, high: value }
        : { low: Math.min(range.low, value), high: Math.max(range.high, value) };
  }
  return range;
}
