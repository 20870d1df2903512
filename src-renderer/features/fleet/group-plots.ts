import type { FleetHistory } from '../../../src-shared/model/index.ts';
import { formatHashrate, formatTotalPower, hashesPerUnit, quantityText } from '../../../src-shared/units.ts';
import { brokenAtGaps, isKnown, rangeOf, type Series } from '../history/series.ts';
import type { Plot } from '../history/time-plot.tsx';

/** Many miners of one algorithm over time. */
export type GroupHistory = FleetHistory['series'][number];
type Point = GroupHistory['points'][number];

/** The charts of many miners. Sums are drawn in the unit that their highest one is told in. */
export function groupPlots(history: GroupHistory): {
  readonly times: readonly number[];
  readonly plots: readonly Plot[];
} {
  const rows = brokenAtGaps(history.points, history.gaps);
  const column = (of: (point: Point) => number | null): Series =>
    rows.map(({ point }) => (point === null ? null : of(point)));
  const hashes =
    hashesPerUnit(formatHashrate(rangeOf(column((point) => point.hashrate_max_hs))?.high ?? 0).unit) ?? 1e12;
  const inUnit = (of: (point: Point) => number | null): Series =>
    column(of).map((value) => (value === null ? null : value / hashes));
  const watts = (rangeOf(column((point) => point.power_w))?.high ?? 0) >= 1e6 ? 1e6 : 1e3;
  const plots: readonly Plot[] = [
    {
      title: 'Hash rate',
      heightPx: 132,
      lines: [
        {
          name: 'Hash rate',
          color: 'accent',
          side: 'left',
          values: inUnit((point) => point.hashrate_hs),
          band: { low: inUnit((point) => point.hashrate_min_hs), high: inUnit((point) => point.hashrate_max_hs) },
          leastSpan: (rangeOf(inUnit((point) => point.hashrate_hs))?.high ?? 1) * 0.1,
          text: (value) => quantityText(formatHashrate(value * hashes)),
        },
      ],
    },
    {
      title: 'Power',
      heightPx: 90,
      lines: [
        {
          name: 'Power',
          color: 'green',
          side: 'left',
          values: column((point) => (point.power_w === null ? null : point.power_w / watts)),
          leastSpan: ((rangeOf(column((point) => point.power_w))?.high ?? watts) / watts) * 0.1,
          text: (value) => quantityText(formatTotalPower(value * watts)),
        },
      ],
    },
    {
      title: 'Hottest chip',
      heightPx: 90,
      lines: [
        {
          name: 'Hottest chip',
          color: 'blue',
          side: 'left',
          values: column((point) => point.chip_temp_max_c),
          leastSpan: 20,
          text: (value) => `${value.toFixed(0)} °C`,
        },
      ],
    },
    {
      title: 'Miners read',
      heightPx: 90,
      lines: [
        {
          name: 'Miners read',
          color: 'grey',
          side: 'left',
          values: column((point) => point.miners),
          leastSpan: 4,
          counted: true,
          text: (value) => value.toLocaleString('en'),
        },
      ],
    },
  ];
  return {
    times: rows.map(({ at }) => at / 1000),
    plots: plots.filter(({ lines }) => lines.some(({ values }) => isKnown(values))),
  };
}
