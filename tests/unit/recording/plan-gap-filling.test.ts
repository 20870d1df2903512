import { describe, expect, it } from 'vitest';
import { pointsInGap } from '../../../src-main/history/miner-memory.ts';
import { planGap } from '../../../src-main/recording/plan-gap-filling.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';

const NOW = 1_767_225_600_000;

describe('a gap in the history', () => {
  it("is asked for as a piece of the miner's memory that ends now, minute by minute", () => {
    const fromAt = NOW - 2 * HOUR_MS;
    expect(planGap(fromAt, NOW, NOW + 5000)).toEqual({ fromAt, toAt: NOW, timeSliceS: 7200 + 5 + 60, stepS: 60 });
  });

  it('is asked for by five minutes where it is long, and only as far back as a miner remembers', () => {
    const plan = planGap(NOW - 100 * HOUR_MS, NOW, NOW);
    expect(plan).toMatchObject({ fromAt: NOW - 72 * HOUR_MS, toAt: NOW, stepS: 300 });
  });

  it('is all that a miner remembers where it was never read before', () => {
    expect(planGap(null, NOW, NOW)).toMatchObject({ fromAt: NOW - 72 * HOUR_MS, toAt: NOW, stepS: 300 });
  });

  it.each([
    ['of some lost readings', NOW - 9 * MINUTE_MS, NOW],
    ['that nobody remembers', NOW - 200 * HOUR_MS, NOW - 72 * HOUR_MS + MINUTE_MS],
  ])('is left alone: one %s', (_what, previousAt, readAt) => {
    expect(planGap(previousAt, readAt, NOW)).toBeNull();
  });
});

describe('what a miner remembers', () => {
  const gap = { fromAt: NOW - HOUR_MS, toAt: NOW };
  it('counts within the gap alone', () => {
    const points = [NOW, NOW - MINUTE_MS, NOW - HOUR_MS, NOW - 2 * HOUR_MS].map((at) => ({ at }));
    expect(pointsInGap(points, gap, NOW + 3000)).toEqual([{ at: NOW - MINUTE_MS }]);
  });

  it('counts for nothing where its clock is wrong', () => {
    expect(pointsInGap([{ at: NOW - HOUR_MS }, { at: NOW - HOUR_MS + 1 }], gap, NOW)).toEqual([]);
    expect(pointsInGap([], gap, NOW)).toEqual([]);
  });
});
