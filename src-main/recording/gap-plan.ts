import { HOUR_MS, MINUTE_MS } from '../../src-shared/durations.ts';
import { type Gap, REMEMBERED_MS } from '../history/miner-memory.ts';
import { FIVE_MINUTES_MS } from '../history/tiers.ts';

/** Shorter gaps are a few lost readings; and of a gap that is still open nothing is asked. */
const LEAST_FILLABLE_GAP_MS = 2 * FIVE_MINUTES_MS;
/**
 * A gap as long as an afternoon is filled minute by minute; a longer one by five minutes, as it is
 * kept.
 */
const LONGEST_FINE_MS = 6 * HOUR_MS;

/** What is asked of a miner: a piece of its memory that ends now, in steps. */
export interface GapRequest extends Gap {
  readonly timeSliceS: number;
  readonly stepS: number;
}

/**
 * How a gap is filled, from `GET /metrics`; null where it is too short, or older than a miner
 * remembers. `previousAt` is when the miner was last read before. Null for never: then all that it
 * remembers is wanted, so that the first day with it has a yesterday.
 */
export function planGap(previousAt: number | null, readAt: number, nowAt: number): GapRequest | null {
  const fromAt = Math.max(previousAt ?? 0, nowAt - REMEMBERED_MS);
  if (readAt - fromAt < LEAST_FILLABLE_GAP_MS) return null;
  const stepMs = readAt - fromAt <= LONGEST_FINE_MS ? MINUTE_MS : FIVE_MINUTES_MS;
  return {
    fromAt,
    toAt: readAt,
    // One step more, because its samples lie on multiples of the step.
    timeSliceS: Math.ceil((nowAt - fromAt + stepMs) / 1000),
    stepS: stepMs / 1000,
  };
}
