import { DAY_MS } from '../../src-shared/milliseconds.ts';

/** How far back a miner's own memory reaches. */
export const REMEMBERED_MS = 3 * DAY_MS;

/** A point of a miner's own memory. */
export interface RememberedPoint {
  /** UNIX milliseconds. */
  readonly at: number;
  readonly hashrate_hs: number | null;
  readonly power_w: number | null;
  readonly pcb_temp_max_c: number | null;
  readonly chip_temp_max_c: number | null;
  readonly fan_duty_percent: number | null;
}

/**
 * Points as they are passed between threads: the values of one point after another, with NaN for
 * null. One copy of bytes instead of a thousand objects.
 */
export type PackedPoints = Float64Array<ArrayBuffer>;

/** From the last reading before an absence of PowerHive to the first after it. */
export interface Gap {
  readonly fromAt: number;
  readonly toAt: number;
}

/** If the clock of a miner is wrong by more than this, the times of its points are useless. */
const MOST_SKEW_MS = 10 * 60_000;

/**
 * The points within the gap, if the miner's clock is right, which means that its newest point is
 * current. The newest come first.
 */
export function pointsInGap<P extends { readonly at: number }>(points: readonly P[], gap: Gap, nowAt: number): P[] {
  const newest = points[0];
  if (newest === undefined || Math.abs(nowAt - newest.at) > MOST_SKEW_MS) return [];
  return points.filter(({ at }) => at > gap.fromAt && at < gap.toAt);
}

const FIGURES = 6;

export function packPoints(points: readonly RememberedPoint[]): PackedPoints {
  const packed = new Float64Array(points.length * FIGURES);
  let place = 0;
  for (const point of points) {
    packed[place++] = point.at;
    packed[place++] = point.hashrate_hs ?? Number.NaN;
    packed[place++] = point.power_w ?? Number.NaN;
    packed[place++] = point.pcb_temp_max_c ?? Number.NaN;
    packed[place++] = point.chip_temp_max_c ?? Number.NaN;
    packed[place++] = point.fan_duty_percent ?? Number.NaN;
  }
  return packed;
}

/** What was packed, oldest first. */
export function unpackPoints(packed: PackedPoints): RememberedPoint[] {
  const points: RememberedPoint[] = [];
  for (let start = 0; start < packed.length; start += FIGURES) {
    points.push({
      at: packed[start] as number,
      hashrate_hs: known(packed[start + 1]),
      power_w: known(packed[start + 2]),
      pcb_temp_max_c: known(packed[start + 3]),
      chip_temp_max_c: known(packed[start + 4]),
      fan_duty_percent: known(packed[start + 5]),
    });
  }
  return points.sort((a, b) => a.at - b.at);
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
