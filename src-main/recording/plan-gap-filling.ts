import { HOUR_MS, MINUTE_MS } from '../../src-shared/milliseconds.ts';
import { type Gap, REMEMBERED_MS } from '../history/miner-memory.ts';
import { FIVE_MINUTES_MS } from '../history/tiers.ts';

/** Shorter gaps are only a few lost readings. */
const LEAST_FILLABLE_GAP_MS = 2 * FIVE_MINUTES_MS;
/**
 * A gap up to this length is filled with minutes; a longer one with five minutes, as history is
 * stored.
 */
const LONGEST_FINE_MS = 6 * HOUR_MS;

/** A request for a part of a miner's memory that ends now, in steps. */
export interface GapRequest extends Gap {
  readonly timeSliceS: number;
  readonly stepS: number;
}

/**
 * Plans how a gap is filled from `GET /metrics`; null if it is too short, or older than a miner's
 * memory. `previousAt` is when the miner was last read; null for never: then its whole memory is
 * requested, so that a new miner has a history at once.
 */
export function planGap(previousAt: number | null, readAt: number, nowAt: number): GapRequest | null {
  const fromAt = Math.max(previousAt ?? 0, nowAt - REMEMBERED_MS);
  if (readAt - fromAt < LEAST_FILLABLE_GAP_MS) return null;
  const stepMs = readAt - fromAt <= LONGEST_FINE_MS ? MINUTE_MS : FIVE_MINUTES_MS;
  return {
    fromAt,
    toAt: readAt,
    // One more step, because its samples are at multiples of the step.
    timeSliceS: Math.ceil((nowAt - fromAt + stepMs) / 1000),
    stepS: stepMs / 1000,
  };
}
