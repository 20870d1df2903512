import { describe, expect, it } from 'vitest';
import { planRetention } from '../../../src-main/history/retention.ts';

const DAY_MS = 86_400_000;

describe('a retention plan', () => {
  it('keeps statuses, chips and activity for their own days', () => {
    const nowAt = 1000 * DAY_MS;
    expect(planRetention({ status_days: 7, chip_days: 3 }, nowAt)).toEqual({
      statusesBefore: 993 * DAY_MS,
      chipsBefore: 997 * DAY_MS,
      activityBefore: 635 * DAY_MS,
    });
  });

  it('deletes nothing while the clock stands at its beginning', () => {
    expect(planRetention({ status_days: 7, chip_days: 3 }, 5)).toEqual({
      statusesBefore: 0,
      chipsBefore: 0,
      activityBefore: 0,
    });
  });
});
