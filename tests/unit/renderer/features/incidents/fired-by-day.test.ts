import { expect, it } from 'vitest';
import { firedByDay } from '../../../../../src-renderer/features/incidents/rules/fired-by-day.ts';

const at = (text: string): number => new Date(text).getTime();

it('moments count in the day of the clock, not in 24 hours before now', () => {
  const now = at('2026-11-29T04:30:00');
  const fired = [at('2026-11-28T23:50:00'), at('2026-11-28T05:00:00'), at('2026-11-29T00:10:00')];
  expect(firedByDay(fired, 2, now)).toEqual([
    { atMs: at('2026-11-28T00:00:00'), times: 2 },
    { atMs: at('2026-11-29T00:00:00'), times: 1 },
  ]);
});

it('the part of a day with which the span begins is shown where something is in it', () => {
  const now = at('2026-11-29T04:30:00');
  expect(firedByDay([at('2026-11-27T10:00:00')], 2, now).map(({ times }) => times)).toEqual([1, 0, 0]);
});
