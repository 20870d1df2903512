import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findGaps } from '../../../src-main/history/find-gaps.ts';
import { MINUTE_MS } from '../../../src-shared/milliseconds.ts';

const points = (...ats: number[]) => ats.map((at) => ({ at }));

describe('gaps', () => {
  it('are absent slots where a slot is wider than the reading interval', () => {
    const expected = { fromAt: 0, toAt: 5 * MINUTE_MS, slotMs: MINUTE_MS, intervalMs: 15_000 };
    expect(findGaps(points(0, MINUTE_MS, 3 * MINUTE_MS, 4 * MINUTE_MS), expected)).toEqual([
      { from_at: 2 * MINUTE_MS, to_at: 3 * MINUTE_MS },
    ]);
  });

  it('are no absent slots where slots are finer than the reading interval', () => {
    const expected = { fromAt: 0, toAt: 190_000, slotMs: 5000, intervalMs: 15_000 };
    expect(findGaps(points(0, 15_000, 30_000, 150_000, 170_000), expected)).toEqual([
      { from_at: 35_000, to_at: 150_000 },
    ]);
  });

  it('reach from the beginning and to the end, but not into a slot that was only begun', () => {
    const expected = { fromAt: 30_000, toAt: 10 * MINUTE_MS, slotMs: MINUTE_MS, intervalMs: 15_000 };
    expect(findGaps([], expected)).toEqual([{ from_at: 30_000, to_at: 10 * MINUTE_MS }]);
    const late = { ...expected, fromAt: 50_000, toAt: 3 * MINUTE_MS + 20_000 };
    expect(findGaps(points(MINUTE_MS, 2 * MINUTE_MS), late)).toEqual([]);
  });

  it('and points together cover the span, and neither the other', () => {
    const slotMs = MINUTE_MS;
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50), { maxLength: 51 }), (slots) => {
        const ats = slots.sort((a, b) => a - b).map((slot) => slot * slotMs);
        const gaps = findGaps(points(...ats), { fromAt: 0, toAt: 51 * slotMs, slotMs, intervalMs: 15_000 });
        const missing = gaps.reduce((sum, { from_at, to_at }) => sum + to_at - from_at, 0);
        expect(missing).toBe((51 - ats.length) * slotMs);
        for (const at of ats) expect(gaps.some(({ from_at, to_at }) => at >= from_at && at < to_at)).toBe(false);
      }),
    );
  });
});
