import { describe, expect, it } from 'vitest';
import { type GroupSum, groupPoints } from '../../../src-main/history/group-points.ts';
import { planGroupHistory, sumWidths } from '../../../src-main/history/plan-history.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { Settings } from '../../../src-shared/model/index.ts';

const T0 = Math.ceil(1_767_225_600_000 / (24 * HOUR_MS)) * 24 * HOUR_MS;

/** The sum over miners of 100 TH/s and 3 kW in the nth minute. */
function minute(nth: number, miners: number, changes: Partial<GroupSum> = {}): GroupSum {
  const power = { power_w: miners * 3000, power_miners: miners };
  const figures = { hashrate_hs: miners * 100e12, ...power, chip_temp_max_c: 70 };
  return { at: T0 + nth * MINUTE_MS, miners, filled: 0, ...figures, ...changes };
}

const filled = (nth: number, miners: number): GroupSum => minute(nth, miners, { filled: miners });

/** The points of an hour of minutes, all complete by default. */
function points(sums: readonly GroupSum[], { slotMinutes = 1, settled = 60 } = {}) {
  return groupPoints(sums, {
    fromAt: T0,
    toAt: T0 + HOUR_MS,
    slotMs: slotMinutes * MINUTE_MS,
    narrowMs: MINUTE_MS,
    completeUntilAt: T0 + settled * MINUTE_MS,
  }).map(({ at, miners, of_miners, complete, hashrate_hs, power_miners }) => ({
    nth: (at - T0) / MINUTE_MS,
    miners,
    of_miners,
    complete,
    ths: hashrate_hs === null ? null : hashrate_hs / 1e12,
    lacking: power_miners === null ? null : miners - power_miners,
  }));
}

const steady = (from: number, to: number, miners: number): GroupSum[] =>
  Array.from({ length: to - from }, (_, i) => minute(from + i, miners));

describe('a sum over many miners', () => {
  it('says how many of the miners its power lacks, at most at once, and nothing where a sum does not say it', () => {
    const growing = [
      minute(0, 8),
      minute(1, 10, { power_miners: 7 }),
      minute(2, 10, { power_miners: 9 }),
      minute(3, 10),
    ];
    expect(points(growing, { slotMinutes: 4 })).toMatchObject([{ miners: 10, lacking: 3 }]);
    expect(points(steady(0, 4, 10), { slotMinutes: 4 })).toMatchObject([{ miners: 10, lacking: 0 }]);
    const old = [minute(0, 10, { power_miners: null }), minute(1, 10)];
    expect(points(old, { slotMinutes: 4 })).toMatchObject([{ miners: 10, lacking: null }]);
  });

  it('is not complete in the minute that still runs, until every miner could be read', () => {
    const sums = [...steady(0, 30, 48), minute(30, 16)];
    const running = points(sums, { settled: 29.5 }).at(-1);
    expect(running).toEqual({ nth: 30, miners: 16, of_miners: 48, complete: false, ths: 1600, lacking: 0 });
    const read = points([...steady(0, 30, 48), minute(30, 48)], { settled: 29.5 }).at(-1);
    expect(read).toMatchObject({ miners: 48, complete: true });
  });

  it('shows what really went off while PowerHive watched', () => {
    const sums = [...steady(0, 20, 48), ...steady(20, 40, 24), ...steady(40, 60, 48)];
    expect(points(sums).every(({ complete }) => complete)).toBe(true);
    expect(points(sums)[25]).toMatchObject({ miners: 24, ths: 2400 });
  });

  it('is not complete in the minutes in which watching began and ended within, where they count fewer', () => {
    const sums = [...steady(0, 20, 48), minute(20, 7), minute(40, 20), ...steady(41, 60, 48)];
    expect(points(sums).filter(({ complete }) => !complete)).toEqual([
      { nth: 20, miners: 7, of_miners: 48, complete: false, ths: 700, lacking: 0 },
      { nth: 40, miners: 20, of_miners: 48, complete: false, ths: 2000, lacking: 0 },
    ]);
  });

  it('is judged by the minutes beside it, not by a farm that was larger at other times', () => {
    const small = [...steady(0, 10, 10), filled(10, 10), filled(11, 9), ...steady(12, 30, 10)];
    const found = points([...small, ...steady(30, 60, 3000)]);
    expect(found[10]).toMatchObject({ of_miners: 10, complete: true });
    expect(found[11]).toMatchObject({ miners: 9, of_miners: 10, complete: false });
  });

  it('lacks the miners that have not returned yet what they remember, and is complete when they have', () => {
    const night = (miners: number) => Array.from({ length: 40 }, (_, i) => filled(5 + i, miners));
    const day = [...steady(0, 5, 3000), ...steady(45, 60, 3000)];
    const some = [...day, ...night(500)].sort((a, b) => a.at - b.at);
    expect(points(some).filter(({ complete }) => !complete)).toHaveLength(40);
    expect(points(some)[20]).toMatchObject({ miners: 500, of_miners: 3000 });
    const nearlyAll = [...day, ...night(2999)].sort((a, b) => a.at - b.at);
    expect(points(nearlyAll)[20]).toMatchObject({ miners: 2999, of_miners: 3000, complete: false });
    const everyOne = [...day, ...night(3000)].sort((a, b) => a.at - b.at);
    expect(points(everyOne).every(({ complete }) => complete)).toBe(true);
  });

  it('says nothing of what it cannot compare', () => {
    expect(points([filled(3, 5), filled(4, 5)]).every(({ complete }) => complete)).toBe(true);
    expect(points([minute(3, 5)])).toMatchObject([{ miners: 5, of_miners: 5, complete: true }]);
  });

  it('of a wide slot is the mean of what is complete in it, lowest and highest too', () => {
    const sums = [...steady(0, 27, 48), minute(27, 7), minute(32, 3), ...steady(33, 60, 48)];
    const found = groupPoints(sums, {
      fromAt: T0,
      toAt: T0 + HOUR_MS,
      slotMs: 10 * MINUTE_MS,
      narrowMs: MINUTE_MS,
      completeUntilAt: T0 + HOUR_MS,
    });
    expect(found.map(({ complete }) => complete)).toEqual([true, true, true, true, true, true]);
    for (const point of found)
      expect(point).toMatchObject({
        miners: 48,
        hashrate_hs: 4800e12,
        hashrate_min_hs: 4800e12,
        hashrate_max_hs: 4800e12,
        power_w: 144_000,
      });
  });
});

describe('the slots of sums over many miners', () => {
  const ask = (hours: number, intervalS: number, leastMs = 0) => {
    const span = { fromAt: T0, toAt: T0 + hours * HOUR_MS, maxPoints: 360 };
    return planGroupHistory(span, Settings.parse({}).retention, T0 + hours * HOUR_MS, intervalS * 1000, leastMs);
  };

  it('are so wide that every miner is read in each', () => {
    expect(ask(1, 15)).toMatchObject({ tier: '1min', slotMs: MINUTE_MS });
    expect(ask(1, 30)).toMatchObject({ tier: '1min' });
    expect(ask(1, 60)).toMatchObject({ tier: '5min', slotMs: 5 * MINUTE_MS });
    expect(ask(1, 600)).toMatchObject({ tier: '1h', slotMs: HOUR_MS });
  });

  it('are not narrower than what miners remember, where that is part of the span', () => {
    expect(ask(1, 15, 5 * MINUTE_MS)).toMatchObject({ tier: '5min', slotMs: 5 * MINUTE_MS });
    expect(ask(1, 600, 5 * MINUTE_MS)).toMatchObject({ tier: '1h' });
  });

  it('are settled when two intervals have passed since they began', () => {
    expect(ask(1, 15).completeUntilAt).toBe(T0 + HOUR_MS - 30_000);
  });
});

it.each([
  [15, '1min'],
  [30, '1min'],
  [60, '5min'],
  [150, '5min'],
  [300, '1h'],
  [86_400, '1h'],
])('miners that are read every %i s are added up by %s at the narrowest', (seconds, tier) => {
  expect(sumWidths(seconds * 1000)[0]).toMatchObject({ tier });
});
