import { expect, it } from 'vitest';
import { TrustedTime } from '../../../src-main/history/trusted-time.ts';
import { DAY_MS, HOUR_MS } from '../../../src-shared/milliseconds.ts';

const NOW = Date.UTC(2026, 0, 31);

it('goes with a clock that goes, and back with one that is set back', () => {
  const time = new TrustedTime(null);
  expect(time.now(NOW, 0)).toBe(NOW);
  expect(time.now(NOW + 600_000, 600_000)).toBe(NOW + 600_000);
  expect(time.now(NOW - 900 * DAY_MS, 1_200_000)).toBe(NOW - 900 * DAY_MS);
});

it('believes a leap of years only when it has held for an hour', () => {
  const time = new TrustedTime(null);
  time.now(NOW, 0);
  const leapt = NOW + 3000 * DAY_MS;
  expect(time.now(leapt, 600_000)).toBe(NOW);
  expect(time.now(leapt + 0.9 * HOUR_MS, 600_000 + 0.9 * HOUR_MS)).toBe(NOW);
  expect(time.now(leapt + 1.1 * HOUR_MS, 600_000 + 1.1 * HOUR_MS)).toBe(leapt + 1.1 * HOUR_MS);
});

it('forgets a leap that was taken back, and begins to wait again at the next', () => {
  const time = new TrustedTime(null);
  time.now(NOW, 0);
  expect(time.now(NOW + 3000 * DAY_MS, 0.9 * HOUR_MS)).toBe(NOW);
  expect(time.now(NOW + HOUR_MS, HOUR_MS)).toBe(NOW + HOUR_MS);
  expect(time.now(NOW + 3000 * DAY_MS, 1.5 * HOUR_MS)).toBe(NOW + HOUR_MS);
});

it('believes no leap since the last reading of an earlier life either', () => {
  const time = new TrustedTime(NOW);
  expect(time.now(NOW + 3000 * DAY_MS, 0)).toBe(NOW);
  expect(time.now(NOW + 3000 * DAY_MS, HOUR_MS)).toBe(NOW + 3000 * DAY_MS);
});
