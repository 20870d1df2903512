import { DAY_MS, FIVE_MINUTES_MS, HOUR_MS, MINUTE_MS } from '../history/tiers.ts';

/** A miner remembers so long (firmware-api.md 6.10). */
const REMEMBERED_MS = 3 * DAY_MS;
/** Shorter holes are a few lost readings; and of a hole that is still open nothing is asked. */
const LEAST_HOLE_MS = 2 * FIVE_MINUTES_MS;
/** A hole as long as an afternoon is filled minute by minute; a longer one by five minutes, as it is kept. */
const LONGEST_FINE_MS = 6 * HOUR_MS;

/** From the last reading before PowerHive was away to the first after it. */
export interface Hole {
  readonly fromAt: number;
  readonly toAt: number;
}

/** What is asked of a miner: a piece of its memory that ends now, in steps. */
export interface GapQuestion extends Hole {
  readonly timeSliceS: number;
  readonly stepS: number;
}

/** A miner whose clock is farther off than this cannot say when something was. */
const MOST_SKEW_MS = 10 * MINUTE_MS;

/** The points that lie in the hole, if the miner's clock is right: its newest point is of now. They come newest first. */
export function pointsInHole<P extends { readonly at: number }>(points: readonly P[], hole: Hole, nowAt: number): P[] {
  const newest = points[0];
  if (newest === undefined || Math.abs(nowAt - newest.at) > MOST_SKEW_MS) return [];
  return points.filter(({ at }) => at > hole.fromAt && at < hole.toAt);
}

/**
 * How a hole is filled, from `GET /metrics`; null where it is too short, or older than a miner remembers. `previousAt` is when the miner was last
 * read before. Null for never: then all that it remembers is wanted, so that the first day with it has a yesterday.
 */
export function planGap(previousAt: number | null, readAt: number, nowAt: number): GapQuestion | null {
  const fromAt = Math.max(previousAt ?? 0, nowAt - REMEMBERED_MS);
  if (readAt - fromAt < LEAST_HOLE_MS) return null;
  const stepMs = readAt - fromAt <= LONGEST_FINE_MS ? MINUTE_MS : FIVE_MINUTES_MS;
  return {
    fromAt,
    toAt: readAt,
    // One step more, because its samples lie on multiples of the step.
    timeSliceS: Math.ceil((nowAt - fromAt + stepMs) / 1000),
    stepS: stepMs / 1000,
  };
}
