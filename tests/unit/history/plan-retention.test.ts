import { describe, expect, it } from 'vitest';
import { planCompaction } from '../../../src-main/history/plan-compaction.ts';
import { planRetention } from '../../../src-main/history/plan-retention.ts';
import { DAY_MS, HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { Settings } from '../../../src-shared/model/index.ts';

const { retention } = Settings.parse({});

describe('a retention plan', () => {
  it('keeps each tier for its own days', () => {
    const nowAt = 1000 * DAY_MS;
    expect(planRetention(retention, nowAt)).toEqual({
      activityBefore: 635 * DAY_MS,
      jobsBefore: 910 * DAY_MS,
      gapsBefore: 997 * DAY_MS,
      migrationCopyBefore: 986 * DAY_MS,
      tiersBefore: {
        status_raw: 993 * DAY_MS,
        chip_raw: 997 * DAY_MS,
        status_5min: 910 * DAY_MS,
        status_1h: 270 * DAY_MS,
        chip_1h: 986 * DAY_MS,
        chip_1d: 635 * DAY_MS,
      },
      groupsBefore: [
        { slot_ms: 60_000, before: 993 * DAY_MS },
        { slot_ms: 300_000, before: 910 * DAY_MS },
        { slot_ms: 3_600_000, before: 270 * DAY_MS },
      ],
    });
  });

  it('deletes nothing while the clock stands at its beginning', () => {
    const { tiersBefore, activityBefore, jobsBefore } = planRetention(retention, 5);
    expect([...Object.values(tiersBefore), activityBefore, jobsBefore].every((before) => before === 0)).toBe(true);
  });
});

describe('a compaction plan', () => {
  it('takes hours that are over, and not at once', () => {
    expect(planCompaction(1000 * DAY_MS + 60_000).hoursBeforeAt).toBe(1000 * DAY_MS - HOUR_MS);
    expect(planCompaction(1000 * DAY_MS + 120_000).hoursBeforeAt).toBe(1000 * DAY_MS);
  });
});
