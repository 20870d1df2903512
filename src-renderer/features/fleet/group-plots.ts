import { numberText } from '../../../src-shared/count-text.ts';
import type { FleetHistory, HistoryGap } from '../../../src-shared/model/index.ts';
import { formatHashrate, formatTotalPower, hashesPerUnit, quantityText } from '../../../src-shared/units.ts';
import { brokenAtGaps, isKnown, rangeOf, type Series } from '../history/series.ts';
import type { Plot } from '../history/time-plot.tsx';
import { fleetTexts } from './fleet-texts.ts';

const texts = fleetTexts.history;

/** Many miners of one algorithm over time. */
export type GroupHistory = FleetHistory['series'][number];
type Point = GroupHistory['points'][number];

/**
 * Sums of so much of the miners are worth a line, which is dotted so that its step to the whole is
 * no event of the farm.
 */
const NEARLY_ALL = 0.95;

/**
 * What lacks miners, between two moments: how many a sum counts there at least, of how many, and
 * whether it is drawn.
 */
export interface PartialSpan extends HistoryGap {
  readonly miners: number;
  readonly ofMiners: number;
  readonly isDotted: boolean;
}

/**
 * The charts of many miners. Sums are drawn in the unit of their highest one. A sum that lacks
 * miners is dotted or not drawn at all: under the pointer it is shown with the number of miners
 * that it counts.
 */
export function groupPlots(history: GroupHistory): {
  readonly times: readonly number[];
  readonly plots: readonly Plot[];
} {
  const rows = brokenAtGaps(soFar(history.points), history.gaps);
  const all = (of: (point: Point) => number | null): Series =>
    rows.map(({ point }) => (point === null ? null : of(point)));
  const column = (of: (point: Point) => number | null): Series => all((point) => (point.complete ? of(point) : null));
  const nearly = (of: (point: Point) => number | null): Series => all((point) => (isDotted(point) ? of(point) : null));
  const remark = (index: number): string | null => {
    const point = rows[index]?.point ?? null;
    return point === null ? null : texts.ofMiners(point.miners, point.of_miners);
  };
  const hashes =
    hashesPerUnit(formatHashrate(rangeOf(column((point) => point.hashrate_max_hs))?.high ?? 0).unit) ?? 1e12;
  const inUnit = (of: (point: Point) => number | null): Series =>
    column(of).map((value) => (value === null ? null : value / hashes));
  const watts = (rangeOf(column((point) => point.power_w))?.high ?? 0) >= 1e6 ? 1e6 : 1e3;
  const plots: readonly Plot[] = [
    {
      title: texts.hashrate,
      heightPx: 132,
      lines: [
        {
          name: texts.hashrate,
          color: 'accent',
          side: 'left',
          values: inUnit((point) => point.hashrate_hs),
          band: { low: inUnit((point) => point.hashrate_min_hs), high: inUnit((point) => point.hashrate_max_hs) },
          leastSpan: (rangeOf(inUnit((point) => point.hashrate_hs))?.high ?? 1) * 0.1,
          text: (value) => quantityText(formatHashrate(value * hashes)),
          dotted: nearly((point) => (point.hashrate_hs === null ? null : point.hashrate_hs / hashes)),
          told: all((point) => (point.hashrate_hs === null ? null : point.hashrate_hs / hashes)),
        },
      ],
      remark,
    },
    {
      title: texts.power,
      heightPx: 90,
      lines: [
        {
          name: texts.power,
          color: 'green',
          side: 'left',
          values: column((point) => (point.power_w === null ? null : point.power_w / watts)),
          leastSpan: ((rangeOf(column((point) => point.power_w))?.high ?? watts) / watts) * 0.1,
          text: (value) => quantityText(formatTotalPower(value * watts)),
          dotted: nearly((point) => (point.power_w === null ? null : point.power_w / watts)),
          told: all((point) => (point.power_w === null ? null : point.power_w / watts)),
        },
      ],
      remark,
    },
    {
      title: texts.hottestChip,
      heightPx: 90,
      lines: [
        {
          name: texts.hottestChip,
          color: 'blue',
          side: 'left',
          values: all((point) => point.chip_temp_max_c),
          leastSpan: 20,
          text: (value) => texts.celsius(value.toFixed(0)),
        },
      ],
    },
    {
      title: texts.miners,
      heightPx: 90,
      lines: [
        {
          name: texts.miners,
          color: 'grey',
          side: 'left',
          values: all((point) => point.miners),
          leastSpan: 4,
          counted: true,
          text: (value) => numberText(value),
        },
      ],
    },
  ];
  return {
    times: rows.map(({ at }) => at / 1000),
    plots: plots.filter(({ lines }) => lines.some(({ values }) => isKnown(values))),
  };
}

/**
 * Spans of neighbouring points that lack miners, those that are dotted and those that are not drawn
 * each by themselves.
 */
export function partialSpans({ points }: GroupHistory, slotMs: number): readonly PartialSpan[] {
  const spans: { from_at: number; to_at: number; miners: number; ofMiners: number; isDotted: boolean }[] = [];
  let joins = false;
  for (const point of soFar(points)) {
    const { at, complete, miners, of_miners } = point;
    const last = spans.at(-1);
    if (!complete && joins && last !== undefined && last.isDotted === isDotted(point)) {
      last.to_at = at + slotMs;
      last.miners = Math.min(last.miners, miners);
      last.ofMiners = Math.max(last.ofMiners, of_miners);
    } else if (!complete) {
      spans.push({ from_at: at, to_at: at + slotMs, miners, ofMiners: of_miners, isDotted: isDotted(point) });
    }
    joins = !complete;
  }
  return spans;
}

/**
 * "Dotted: data from 2,900 of 3,000 miners", for the spans of one kind: of the one in which most
 * are missing.
 */
export function partialWords(spans: readonly PartialSpan[]): string {
  const fewest = spans.reduce((least, one) =>
    one.miners / one.ofMiners < least.miners / least.ofMiners ? one : least,
  );
  return (fewest.isDotted ? texts.dotted : texts.partial)(fewest.miners, fewest.ofMiners);
}

function isDotted({ complete, miners, of_miners }: Point): boolean {
  return !complete && miners >= of_miners * NEARLY_ALL;
}

/** Without the slot that still runs, while not every miner was read in it: that is no lack. */
function soFar(points: readonly Point[]): readonly Point[] {
  const last = points.at(-1);
  return last?.complete === false && last.source === 'read' ? points.slice(0, -1) : points;
}
