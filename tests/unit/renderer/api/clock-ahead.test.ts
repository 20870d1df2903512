import { afterEach, expect, it } from 'vitest';
import { clockAhead } from '../../../../src-renderer/api/live/clock-ahead.ts';
import { setClockAhead, shownNowMs } from '../../../../src-renderer/ui/use-now.ts';

afterEach(() => setClockAhead(0));

it('is how far the other clock is ahead, from the middle of the request', () => {
  expect(clockAhead(160_050, 100_000, 100_100)).toBe(60_000);
  expect(clockAhead(40_050, 100_000, 100_100)).toBe(-60_000);
});

it('is nothing where the request took longer than the clocks may differ, or hardly any', () => {
  expect(clockAhead(101_500, 100_000, 100_100)).toBe(0);
  expect(clockAhead(104_000, 100_000, 110_000)).toBe(0);
  // The computer slept during the request.
  expect(clockAhead(100_000, 100_000, 4_000_000)).toBe(0);
});

it('moves what counts as now', () => {
  const before = shownNowMs();
  setClockAhead(-3_600_000);
  expect(shownNowMs()).toBeLessThan(before - 3_500_000);
});
