import { describe, expect, it } from 'vitest';
import { type GroupSum, groupPoints } from '../../../src-main/history/group-points.ts';
import { type MonitoredSlots, monitoredSlots } from '../../../src-main/history/monitored-slots.ts';
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

type Monitored = MonitoredSlots | undefined;

const hour = (slotMinutes: number, settled = 60) => ({
  fromAt: T0,
  toAt: T0 + HOUR_MS,
  slotMs: slotMinutes * MINUTE_MS,
  tier: '1min' as const,
  completeUntilAt: T0 + settled * MINUTE_MS,
  algorithm: 'sha256d',
});

/** The points of an hour of minutes, all complete by default. */
function points(sums: readonly GroupSum[], { slotMinutes = 1, settled = 60, monitored = undefined as Monitored } = {}) {
  return groupPoints({ sums, monitored }, hour(slotMinutes, settled)).map(
    ({ at, miners, of_miners, complete, hashrate_hs, power_miners }) => ({
      nth: (at - T0) / MINUTE_MS,
      miners,
      of_miners,
      complete,
      ths: hashrate_hs === null ? null : hashrate_hs / 1e12,
      lacking: power_miners === null ? null : miners - power_miners,
    }),
  );
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
    const found = groupPoints({ sums }, hour(10));
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

/** Times in minutes; a miner without an end is still monitored. */
function monitoredIn(
  watched: readonly (readonly [number, number])[],
  miners: readonly (readonly [count: number, from: number, to?: number])[],
  slotMinutes = 1,
) {
  const at = (nth: number) => T0 + nth * MINUTE_MS;
  return monitoredSlots(
    {
      knownFromAt: watched[0] === undefined ? null : at(watched[0][0]),
      watched: watched.map(([from, to]) => ({ from_at: at(from), to_at: at(to) })),
      miners: miners.flatMap(([count, from, to]) =>
        Array.from({ length: count }, () => ({
          algorithm: 'sha256d',
          from_at: at(from),
          to_at: to === undefined ? null : at(to),
        })),
      ),
    },
    { fromAt: T0, toAt: T0 + HOUR_MS, slotMs: slotMinutes * MINUTE_MS, readAllMs: MINUTE_MS / 2 },
  );
}

describe('a sum, where it was recorded who was monitored', () => {
  const all = monitoredIn([[0, 60]], [[60, 0]]);

  it('is of how many of those that were monitored then, whatever is shown of other times', () => {
    const dark = points(steady(0, 60, 6), { monitored: all });
    expect(dark).toHaveLength(60);
    for (const point of dark) expect(point).toMatchObject({ miners: 6, of_miners: 60, complete: true, ths: 600 });
  });

  it('is 0 of all while none of them responds, also at the last point', () => {
    const found = points([...steady(0, 10, 60), ...steady(16, 50, 60)], { monitored: all });
    expect(found.map(({ nth }) => nth)).toEqual(Array.from({ length: 60 }, (_, nth) => nth));
    const zero = { miners: 0, of_miners: 60, complete: true, ths: 0 };
    for (const nth of [10, 15, 50, 59]) expect(found[nth]).toMatchObject(zero);
    for (const nth of [9, 16, 49]) expect(found[nth]).toMatchObject({ miners: 60, ths: 6000 });
  });

  it('is 0 throughout if none responded in the whole time', () => {
    expect(points([], { monitored: all, slotMinutes: 30 })).toMatchObject([
      { miners: 0, of_miners: 60, complete: true, ths: 0 },
      { miners: 0, of_miners: 60, complete: true, ths: 0 },
    ]);
  });

  it('shows an outage shorter than a point in its mean, its lowest sum and its number of miners', () => {
    const sums = [...steady(0, 11, 60), ...steady(14, 60, 60)];
    const found = groupPoints({ sums, monitored: all }, hour(5));
    expect(found[2]).toMatchObject({
      miners: 24,
      of_miners: 60,
      hashrate_hs: 2400e12,
      hashrate_min_hs: 0,
      hashrate_max_hs: 6000e12,
      source: 'read',
    });
  });

  it('is missing where PowerHive did not monitor', () => {
    const monitored = monitoredIn(
      [
        [0, 20],
        [40.7, 60],
      ],
      [[60, 0]],
    );
    const found = points([...steady(0, 20, 60), minute(40, 13), ...steady(41, 60, 60)], { monitored });
    expect(found.map(({ nth }) => nth).filter((nth) => nth >= 20 && nth < 40)).toEqual([]);
    expect(found.find(({ nth }) => nth === 40)).toMatchObject({ miners: 13, of_miners: 60, complete: false });
  });

  it('does not count a miner before it was monitored, nor after', () => {
    const monitored = monitoredIn(
      [[0, 60]],
      [
        [10, 0],
        [50, 20, 40],
      ],
    );
    const found = points([...steady(0, 20, 10), ...steady(20, 40, 60), ...steady(40, 60, 9)], { monitored });
    expect([found[10], found[30], found[50]].map((point) => point?.of_miners)).toEqual([10, 60, 10]);
    expect(found[50]).toMatchObject({ miners: 9, complete: true });
  });

  it('is not complete in the minute that still runs, nor 0 before all could be read', () => {
    const sums = [...steady(0, 30, 48), minute(30, 16)];
    const monitored = monitoredIn([[0, 30.3]], [[48, 0]]);
    expect(points(sums, { settled: 29.8, monitored }).at(-1)).toMatchObject({
      nth: 30,
      of_miners: 48,
      complete: false,
    });
    expect(points(steady(0, 30, 48), { settled: 29.8, monitored }).at(-1)).toMatchObject({ nth: 29 });
  });

  it('lacks the miners whose memory does not have a time without PowerHive', () => {
    const monitored = monitoredIn(
      [
        [0, 5],
        [45, 60],
      ],
      [[3000, 0]],
    );
    const night = Array.from({ length: 40 }, (_, i) => filled(5 + i, 2999));
    const found = points([...steady(0, 5, 3000), ...night, ...steady(45, 60, 3000)], { monitored });
    expect(found[20]).toMatchObject({ miners: 2999, of_miners: 3000, complete: false });
  });

  it('is judged by the sums beside it before anything was recorded', () => {
    const monitored = monitoredIn([[30, 60]], [[60, 30]]);
    const found = points([...steady(0, 10, 6), ...steady(20, 60, 60)], { monitored });
    expect(found[5]).toMatchObject({ miners: 6, of_miners: 6, complete: true });
    expect(found.map(({ nth }) => nth)).not.toContain(15);
  });

  it('comes from the minutes of a slot, unless the memory of a miner is in it', () => {
    const five = (nth: number, miners: number, changes: Partial<GroupSum> = {}) => minute(nth * 5, miners, changes);
    const fives = [five(0, 60), five(1, 60), five(2, 60, { filled: 60 }), five(3, 60)];
    const minutes = [...steady(0, 6, 60), ...steady(9, 10, 60), ...steady(15, 20, 60)];
    const watched = [
      [0, 10],
      [15, 20],
    ] as const;
    const found = groupPoints(
      { sums: fives, monitored: monitoredIn(watched, [[60, 0]], 5) },
      { ...hour(5, 20), tier: '5min' },
      { sums: minutes, monitored: monitoredIn(watched, [[60, 0]]) },
    );
    expect(found.map(({ miners, source }) => `${miners} ${source}`)).toEqual([
      '60 read',
      '24 read',
      '60 filled',
      '60 read',
    ]);
    const narrow = groupPoints(
      { sums: fives, monitored: monitoredIn(watched, [[60, 0]], 5) },
      { ...hour(1, 20), tier: '5min' },
      { sums: minutes, monitored: monitoredIn(watched, [[60, 0]]) },
    );
    // The memory of the miners is one point of five minutes, also between those of one minute.
    expect(narrow.map(({ at, miners }) => `${(at - T0) / MINUTE_MS}: ${miners}`)).toEqual([
      ...[0, 1, 2, 3, 4, 5].map((nth) => `${nth}: 60`),
      ...['6: 0', '7: 0', '8: 0', '9: 60', '10: 60'],
      ...[15, 16, 17, 18, 19].map((nth) => `${nth}: 60`),
    ]);
    expect(narrow.filter(({ source }) => source === 'filled').map(({ at }) => (at - T0) / MINUTE_MS)).toEqual([10]);
  });
});

describe('the slots of sums over many miners', () => {
  it('are of the finest sums that are quick to read, so that a short outage is seen', () => {
    const tier = (days: number) => ask(24 * days, 15);
    expect(tier(1)).toMatchObject({ tier: '1min', slotMs: 5 * MINUTE_MS });
    expect(tier(7)).toMatchObject({ tier: '5min', slotMs: 30 * MINUTE_MS });
    expect(tier(30)).toMatchObject({ tier: '5min', slotMs: 3 * HOUR_MS });
    expect(tier(90)).toMatchObject({ tier: '1h', slotMs: 12 * HOUR_MS });
  });

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
