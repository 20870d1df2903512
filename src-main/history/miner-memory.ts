import { DAY_MS } from '../../src-shared/durations.ts';

/** A miner remembers so long. */
export const REMEMBERED_MS = 3 * DAY_MS;

/** What a miner itself remembers of a moment. */
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
 * Points as they travel between the threads: the figures of one after those of the other, with NaN
 * for what is not known. One copy of bytes in place of a thousand objects.
 */
export type PackedPoints = Float64Array<ArrayBuffer>;

/** From the last reading before PowerHive was away to the first after it. */
export interface Gap {
  readonly fromAt: number;
  readonly toAt: number;
}

/** A miner whose clock is farther off than this cannot say when something was. */
const MOST_SKEW_MS = 10 * 60_000;

/**
 * The points that lie in the gap, if the miner's clock is right: its newest point is of now. They
 * come newest first.
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
