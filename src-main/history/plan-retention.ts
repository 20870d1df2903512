import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src-shared/milliseconds.ts';
import type { Settings } from '../../src-shared/model/index.ts';
import { ACTIVITY_DAYS, JOB_DAYS, MIGRATION_COPY_KEPT_MS } from './fixed-retention.ts';
import { REMEMBERED_MS } from './miner-memory.ts';
import { FIVE_MINUTES_MS, type TierName } from './tiers.ts';

/** Everything older than these times is deleted. */
export interface RetentionPlan {
  /** For the activity, and for resolved incidents. */
  readonly activityBefore: number;
  readonly jobsBefore: number;
  /** For gaps that are older than the memory of miners. */
  readonly gapsBefore: number;
  readonly migrationCopyBefore: number;
  readonly tiersBefore: Readonly<Record<TierName, number>>;
  /** For the sums over many miners, by the width of their slots. */
  readonly groupsBefore: readonly { readonly slot_ms: number; readonly before: number }[];
}

/** What is no longer kept at `nowAt`. */
export function planRetention(retention: Settings['retention'], nowAt: number): RetentionPlan {
  const before = (days: number): number => Math.max(0, nowAt - days * DAY_MS);
  return {
    activityBefore: before(ACTIVITY_DAYS),
    jobsBefore: before(JOB_DAYS),
    gapsBefore: Math.max(0, nowAt - REMEMBERED_MS),
    migrationCopyBefore: Math.max(0, nowAt - MIGRATION_COPY_KEPT_MS),
    tiersBefore: {
      status_raw: before(retention.status_days),
      chip_raw: before(retention.chip_days),
      status_5min: before(retention.status_5min_days),
      status_1h: before(retention.status_1h_days),
      chip_1h: before(retention.chip_1h_days),
      chip_1d: before(retention.chip_1d_days),
    },
    groupsBefore: [
      { slot_ms: MINUTE_MS, before: before(retention.status_days) },
      { slot_ms: FIVE_MINUTES_MS, before: before(retention.status_5min_days) },
      { slot_ms: HOUR_MS, before: before(retention.status_1h_days) },
    ],
  };
}
