import { HOUR_MS } from '../../src-shared/milliseconds.ts';
import { slotStart } from './tiers.ts';

/** The hours that may be compacted: those that are over. */
export interface CompactionPlan {
  readonly hoursBeforeAt: number;
}

/** By then a reading that was in progress at the end of its hour has been stored. */
const LATE_READING_MS = 90_000;

export function planCompaction(nowAt: number): CompactionPlan {
  return { hoursBeforeAt: Math.max(0, slotStart(nowAt - LATE_READING_MS, HOUR_MS)) };
}
