import { HOUR_MS } from '../../src-shared/durations.ts';
import { slotStart } from './tiers.ts';

/** Which hours may be compacted: those that are over. */
export interface CompactionPlan {
  readonly hoursBeforeAt: number;
}

/** A reading that was in progress when its hour ended has arrived by then. */
const LATE_READING_MS = 90_000;

export function planCompaction(nowAt: number): CompactionPlan {
  return { hoursBeforeAt: Math.max(0, slotStart(nowAt - LATE_READING_MS, HOUR_MS)) };
}
