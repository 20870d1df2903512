import { describe, expect, it } from 'vitest';
import type { GroupHistory } from '../../../../../src-renderer/features/history/group-lines.ts';
import { groupPlots, partialSpans, partialWords } from '../../../../../src-renderer/features/history/group-plots.ts';
import { DAY_MS, MINUTE_MS } from '../../../../../src-shared/milliseconds.ts';

const T0 = 1_767_225_600_000;

type Point = GroupHistory['points'][number];

function point(nth: number, miners: number, ofMiners = miners, changes: Partial<Point> = {}): Point {
  const hashrate_hs = miners * 100e12;
  return {
    at: T0 + nth * MINUTE_MS,
    source: 'read',
    miners,
    of_miners: ofMiners,
    complete: miners === ofMiners,
    hashrate_hs,
    hashrate_min_hs: hashrate_hs,
    hashrate_max_hs: hashrate_hs,
    power_w: miners * 3000,
    power_miners: miners,
    chip_temp_max_c: 70,
    ...changes,
  };
}

const history = (points: Point[]): GroupHistory => ({ algorithm: 'sha256d', points, gaps: [] });
const named = (of: GroupHistory, toAt = of.points.at(-1)?.at ?? T0) => ({
  name: 'All miners',
  history: of,
  slotMs: MINUTE_MS,
  toAt,
});
const plotOf = (of: GroupHistory, title: string) => groupPlots(named(of)).plots.find((plot) => plot.title === title);
const valuesOf = (of: GroupHistory, title: string) => plotOf(of, title)?.lines[0]?.values;

describe('the charts of many miners', () => {
  it('end before the minute that still runs, where not every miner was read in it', () => {
    const running = history([point(0, 48), point(1, 48), point(2, 16, 48)]);
    expect(groupPlots(named(running)).times).toEqual([T0 / 1000, T0 / 1000 + 60]);
    expect(valuesOf(running, 'Hash rate')).toEqual([4.8, 4.8]);
    expect(valuesOf(running, 'Miners counted')).toEqual([48, 48]);
    expect(partialSpans(named(running))).toEqual([]);
  });

  it('show what is missing in the slot that runs, once all that answer were read in it', () => {
    const dark = history([point(0, 8), point(5, 8), point(10, 4, 8)]);
    const { plots, times } = groupPlots({ ...named(dark), toAt: T0 + 13 * MINUTE_MS });
    expect(times).toHaveLength(3);
    expect(plots[0]?.lines[0]?.values).toEqual([800, 800, null]);
    expect(plots[0]?.lines[0]?.shown).toEqual([800, 800, 400]);
    expect(plots[0]?.remark?.(2)).toBe('of 4 of 8 miners');
    expect(partialSpans(named(dark, T0 + 13 * MINUTE_MS))).toMatchObject([{ miners: 4, ofMiners: 8 }]);
  });

  it('say at each point of how many of the miners of then it is, also where the others did not answer', () => {
    const outage = history([point(0, 4), point(1, 4), point(2, 2, 4, { complete: true }), point(3, 5)]);
    const rate = plotOf(outage, 'Hash rate');
    expect([0, 1, 2, 3].map((index) => rate?.remark?.(index))).toEqual([
      'of 4 miners',
      'of 4 miners',
      'of 2 of 4 miners',
      'of 5 miners',
    ]);
    expect(valuesOf(outage, 'Hash rate')).toEqual([400, 400, 200, 500]);
  });

  it('say of how many miners a power is, where some report none', () => {
    const some = history([
      point(0, 48, 48, { power_miners: 46 }),
      point(1, 48, 48, { power_miners: null }),
      point(2, 48),
    ]);
    const remarks = (title: string) => [0, 1, 2].map((index) => plotOf(some, title)?.remark?.(index));
    expect(remarks('Power')).toEqual([
      'of 46 of 48 miners: the others report no power',
      'of 48 miners',
      'of 48 miners',
    ]);
    expect(remarks('Hash rate')).toEqual(Array(3).fill('of 48 miners'));
  });

  it('draw no sum that lacks miners, but show it with the number that it counts', () => {
    const remembered = { source: 'filled' } as const;
    const filling = history([point(0, 500, 3000, remembered), point(1, 400, 3000, remembered), point(2, 3000)]);
    const rate = plotOf(filling, 'Hash rate');
    expect(rate?.lines[0]?.values).toEqual([null, null, 300]);
    expect(rate?.lines[0]?.band?.low).toEqual([null, null, 300]);
    expect(rate?.lines[0]?.leastSpan).toBe(30);
    expect(rate?.lines[0]?.shown).toEqual([50, 40, 300]);
    expect([0, 1, 2].map((index) => rate?.remark?.(index))).toEqual([
      'of 500 of 3,000 miners',
      'of 400 of 3,000 miners',
      'of 3,000 miners',
    ]);
    expect(valuesOf(filling, 'Power')).toEqual([null, null, 9]);
    expect(valuesOf(filling, 'Miners counted')).toEqual([500, 400, 3000]);
    const spans = partialSpans(named(filling));
    expect(spans).toEqual([{ from_at: T0, to_at: T0 + 2 * MINUTE_MS, miners: 400, ofMiners: 3000, isDotted: false }]);
    expect(partialWords(spans)).toBe('Hatched: no total, data from only 400 of 3,000 miners');
  });

  it('dot a sum that lacks few, and never join it to the line', () => {
    const remembered = { source: 'filled' } as const;
    const night = history([point(0, 500, 3000, remembered), point(1, 2900, 3000, remembered), point(2, 3000)]);
    const line = plotOf(night, 'Hash rate')?.lines[0];
    expect(line?.values).toEqual([null, null, 300]);
    expect(line?.dotted).toEqual([null, 290, null]);
    const spans = partialSpans(named(night));
    expect(spans.map(({ isDotted }) => isDotted)).toEqual([false, true]);
    expect(partialWords(spans.slice(1))).toBe('Dotted: data from 2,900 of 3,000 miners');
  });

  it('lay what is compared over it, a day later and slot by slot, on one scale', () => {
    const now = history([point(0, 10), point(1, 10), point(2, 10)]);
    const yesterday = history(
      [point(0, 20), point(1, 20, 40), point(2, 20)].map((one) => ({ ...one, at: one.at - DAY_MS })),
    );
    const compared = { name: 'Day before', history: yesterday, slotMs: MINUTE_MS, toAt: T0, laterMs: DAY_MS };
    const { times, plots } = groupPlots(named(now), compared);
    expect(times).toEqual([0, 60, 120].map((second) => T0 / 1000 + second));
    const [own, other] = plots[0]?.lines ?? [];
    expect([own?.name, own?.values]).toEqual(['All miners', [1, 1, 1]]);
    expect([other?.name, other?.values, other?.dashed]).toEqual(['Day before', [2, null, 2], true]);
    expect(other?.shown).toEqual([2, 2, 2]);
    expect(own?.unit).toBe('PH/s');
  });

  it('draw how many were monitored beside those that are counted, unless others are compared', () => {
    const dark = history([point(0, 60), point(1, 6, 60, { complete: true })]);
    const [counted, monitored] = plotOf(dark, 'Miners counted')?.lines ?? [];
    expect([counted?.values, monitored?.values, monitored?.name]).toEqual([[60, 6], [60, 60], 'monitored']);
    const other = { name: 'Day before', history: dark, slotMs: MINUTE_MS, toAt: T0, laterMs: 0 };
    expect(groupPlots(named(dark), other).plots.at(-1)?.lines).toHaveLength(2);
  });

  it('let a point from the memory of miners stand for its five minutes beside narrow ones', () => {
    const filled = history([point(0, 5, 5, { source: 'filled' }), point(5, 6)]);
    const other = {
      name: 'R7',
      history: history([0, 1, 2, 3, 4, 5].map((nth) => point(nth, 1))),
      slotMs: MINUTE_MS,
      toAt: T0,
      laterMs: 0,
    };
    expect(groupPlots(named(filled), other).plots[0]?.lines[0]?.values).toEqual([500, 500, 500, 500, 500, 600]);
  });

  it('let a point of wide slots stand for all of its slot, beside narrow ones', () => {
    const wide = { ...history([point(0, 5), point(5, 6)]) };
    const narrow = history([0, 1, 2, 3, 4, 5].map((nth) => point(nth, 1)));
    const compared = { name: 'R7', history: narrow, slotMs: MINUTE_MS, toAt: T0, laterMs: 0 };
    const counted = groupPlots({ name: 'All', history: wide, slotMs: 5 * MINUTE_MS, toAt: T0 }, compared).plots.at(-1);
    expect(counted?.lines[0]?.values).toEqual([5, 5, 5, 5, 5, 6]);
    expect(counted?.lines[1]?.values).toEqual([1, 1, 1, 1, 1, 1]);
  });
});
