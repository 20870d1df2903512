import { describe, expect, it } from 'vitest';
import { planRetention } from '../../../src-main/history/retention.ts';
import { planSlotMs } from '../../../src-main/history/slots.ts';

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

describe('the slots of a chart', () => {
  it.each([
    [DAY_MS, 500, 5 * 60_000],
    [60 * 60_000, 500, 10_000],
    [7 * DAY_MS, 100, 2 * 3_600_000],
    [3650 * DAY_MS, 10, 406 * DAY_MS],
    [0, 500, 1000],
  ])('over %i ms in %i points are %i ms wide', (spanMs, maxPoints, slotMs) => {
    expect(planSlotMs(0, spanMs, maxPoints)).toBe(slotMs);
  });

  it('are never more than asked for, wherever the span begins', () => {
    for (const fromAt of [0, 1, 999, 123_456_789]) {
      for (const spanMs of [1000, 86_399_999, 604_800_000]) {
        const slotMs = planSlotMs(fromAt, fromAt + spanMs, 50);
        const slots = Math.floor((fromAt + spanMs) / slotMs) - Math.floor(fromAt / slotMs) + 1;
        expect(slots).toBeLessThanOrEqual(50);
      }
    }
  });
});
