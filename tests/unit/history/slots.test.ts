import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planSlotMs } from '../../../src-main/history/slots.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

it.each([
  ['an hour', 60 * MINUTE, 500, 10_000],
  ['a day', DAY, 500, 5 * MINUTE],
  ['a week', 7 * DAY, 500, 30 * MINUTE],
  ['90 days', 90 * DAY, 500, 6 * 60 * MINUTE],
  ['ten years', 3650 * DAY, 100, 37 * DAY],
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
