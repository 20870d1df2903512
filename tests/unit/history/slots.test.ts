import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planSlotMs } from '../../../src-main/history/slots.ts';
import { DAY_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';

it.each([
  ['an hour', 60 * MINUTE_MS, 500, 10_000],
  ['a day', DAY_MS, 500, 5 * MINUTE_MS],
  ['a week', 7 * DAY_MS, 500, 30 * MINUTE_MS],
  ['90 days', 90 * DAY_MS, 500, 6 * 60 * MINUTE_MS],
  ['ten years', 3650 * DAY_MS, 100, 37 * DAY_MS],
  ['a moment', 1, 500, 1000],
])('takes a round slot for %s', (_what, spanMs, maxPoints, slotMs) => {
  expect(planSlotMs(0, spanMs, maxPoints)).toBe(slotMs);
});

it('never makes more points than asked for, wherever the span begins', () => {
  fc.assert(
    fc.property(
      fc.nat(4e12),
      fc.integer({ min: 1, max: 4e11 }),
      fc.integer({ min: 10, max: 5000 }),
      (from, span, most) => {
        const slotMs = planSlotMs(from, from + span, most);
        const slots = Math.floor((from + span - 1) / slotMs) - Math.floor(from / slotMs) + 1;
        expect(slots).toBeLessThanOrEqual(most);
      },
    ),
  );
});
