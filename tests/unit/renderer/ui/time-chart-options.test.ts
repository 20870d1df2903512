import { expect, it } from 'vitest';
import { chartOptions, timeLabels } from '../../../../src-renderer/ui/charts/time-chart-options.ts';
import type { TimeChartProps } from '../../../../src-renderer/ui/charts/time-chart-props.ts';
import { PALETTES } from '../../../../src-renderer/ui/theme/palettes.ts';

type Range = (plot: unknown, min: number | null, max: number | null) => [number, number];

/** The axis of a chart with one line: its range for these values, and its possible steps. */
function axisOf(more: Partial<TimeChartProps>, min: number | null, max: number | null) {
  const line = { name: 'Miners read', color: 'green', side: 'left', values: [], leastSpan: 1, counted: true };
  const props = { lines: [line], times: [], gaps: [], level: null, fromS: 0, toS: 1, group: 'g', ...more };
  const options = chartOptions({ current: props as unknown as TimeChartProps }, PALETTES.dark, 600, 120);
  const range = options.scales?.['left']?.range as unknown as Range;
  const { incrs, space } = options.axes?.[1] ?? {};
  return { range: range(null, min, max), steps: incrs as readonly number[], spacePx: space as number };
}

it('has a whole number of miners on the axis, also where it never changes', () => {
  const { range, steps } = axisOf({}, 74, 74);
  expect(range[1] - range[0]).toBeGreaterThanOrEqual(1);
  expect(range[0]).toBeLessThanOrEqual(74);
  expect(range[1]).toBeGreaterThanOrEqual(74);
  expect(steps.every((step) => Number.isInteger(step))).toBe(true);
});

it('has a value on the axis whatever the miners are, also in the low chart of the history', () => {
  const HISTORY_PX = 52;
  for (let low = 0; low <= 3000; low += low < 100 ? 1 : 61) {
    for (let high = low; high <= low + 200; high += 1) {
      const { range, steps, spacePx } = axisOf({}, low, high);
      const leastStep = ((range[1] - range[0]) * spacePx) / HISTORY_PX;
      const step = steps.find((one) => one >= leastStep) ?? Number.NaN;
      expect([low, high, Math.ceil(range[0] / step) * step <= range[1]]).toEqual([low, high, true]);
    }
  }
});

it('begins at 0 where it is asked to, and around the values else', () => {
  expect(axisOf({ fromZero: true }, 98, 102).range[0]).toBe(0);
  expect(axisOf({}, 98, 102).range[0]).toBeGreaterThan(90);
  expect(axisOf({}, null, null).range).toEqual([0, 1]);
});

it('names the day where it begins, and days alone where the steps are that wide', () => {
  const at = (day: number, hour: number) => new Date(2026, 11, day, hour).getTime() / 1000;
  const labels = (splits: number[], stepS: number) => timeLabels(null as never, splits, 0, 0, stepS);
  expect(labels([at(1, 22), at(1, 23), at(2, 0), at(2, 1)], 3600)).toEqual(['22:00', '23:00', 'Dec 2', '01:00']);
  expect(labels([at(1, 0), at(2, 0)], 86_400)).toEqual(['Dec 1', 'Dec 2']);
});
