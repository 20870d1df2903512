import type { Settings } from '../../src-shared/model/index.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What happened is small and is what one looks back at longest. */
const ACTIVITY_DAYS = 365;

/** Everything older than these moments goes. */
export interface RetentionPlan {
  readonly statusesBefore: number;
  readonly chipsBefore: number;
  readonly activityBefore: number;
}

/** What is kept no longer at `nowAt`. */
export function planRetention(retention: Settings['retention'], nowAt: number): RetentionPlan {
  const before = (days: number): number => Math.max(0, nowAt - days * DAY_MS);
  return {
    statusesBefore: before(retention.status_days),
    chipsBefore: before(retention.chip_days),
    activityBefore: before(ACTIVITY_DAYS),
  };
}
