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

/** Slots are a little uneven at their borders: only more than one and a half of them without a point is a gap. */
const GAP_SLOTS = 1.5;

export function historySeries(history: MinerHistory, hashesPerUnit: number): HistorySeries {
  const times: number[] = [];
  const hashrate: (number | null)[] = [];
  const chipTempC: (number | null)[] = [];
  const powerW: (number | null)[] = [];
  const gaps: Gap[] = [];
  const push = (at: number, hashrateHs: number | null, tempC: number | null, watts: number | null): void => {
    times.push(at / 1000);
    hashrate.push(hashrateHs === null ? null : hashrateHs / hashesPerUnit);
    chipTempC.push(tempC);
    powerW.push(watts);
  };

  let previousAt: number | null = null;
  for (const point of history.points) {
    if (previousAt !== null && point.at - previousAt > GAP_SLOTS * history.slot_ms) {
      const fromAt = previousAt + history.slot_ms;
      gaps.push({ fromAt, toAt: point.at });
      push(fromAt, null, null, null);
    }
    push(point.at, point.hashrate_hs, point.chip_temp_max_c, point.power_w);
    previousAt = point.at;
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
