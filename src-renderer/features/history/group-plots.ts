import type { FleetHistory, HistoryGap } from '../../../src-shared/model/index.ts';
import { shownTemp, shownTempSpan, shownTempText, temperatureSign } from '../../../src-shared/temperature.ts';
import { numberText } from '../../../src-shared/text/count-text.ts';
import { formatHashrate, formatTotalPower, hashrateUnit, quantityText } from '../../../src-shared/units.ts';
import { groupTexts as texts } from './history-texts.ts';
import { brokenAtGaps, isKnown, rangeOf, type Series } from './series.ts';
import type { Plot } from './time-plot.tsx';

/** Totals of the miners of one algorithm over time. */
export type GroupHistory = FleetHistory['series'][number];
type Point = GroupHistory['points'][number];

/**
 * A sum of at least this share of the miners is drawn as a line. It is dotted, so that its step to
 * the complete sum is not taken for a change in the farm.
 */
const NEARLY_ALL = 0.95;

/**
 * A period with incomplete sums: the lowest number of miners in them, out of how many, and whether
 * it is drawn.
 */
export interface PartialSpan extends HistoryGap {
  readonly miners: number;
  readonly ofMiners: number;
  readonly isDotted: boolean;
}

/** A history that is drawn for comparison, shifted to the same time. */
export interface Compared {
  readonly name: string;
  readonly history: GroupHistory;
  readonly slotMs: number;
  /** By how much it is shifted to a later time. */
  readonly laterMs: number;
}

export interface NamedHistory {
  readonly name: string;
  readonly history: GroupHistory;
  readonly slotMs: number;
}

interface Row {
  readonly point: Point | null;
  readonly other: Point | null;
}

/**
 * The charts of many miners. Sums are in the unit of the highest one. An incomplete sum is dotted
 * or not drawn; under the pointer it is shown with its number of miners. The history for comparison
 * is dashed, on the same scale.
 */
export function groupPlots(
  { name, history, slotMs }: NamedHistory,
  compared: Compared | null = null,
): {
  readonly times: readonly number[];
  readonly plots: readonly Plot[];
} {
  const { times, rows } = compared === null ? alone(history) : together(history, slotMs, compared);
  type Of = (point: Point) => number | null;
  const all = (of: Of): Series => rows.map(({ point }) => (point === null ? null : of(point)));
  const column = (of: Of): Series => all((point) => (point.complete ? of(point) : null));
  const nearly = (of: Of): Series => all((point) => (isDotted(point) ? of(point) : null));
  const others = (of: Of): Series => rows.map(({ other }) => (other === null ? null : of(other)));
  const othersWhole = (of: Of): Series => others((other) => (other.complete || isDotted(other) ? of(other) : null));
  const remark = (index: number): string | null => {
    const point = rows[index]?.point ?? null;
    return point === null ? null : texts.ofMiners(point.miners, point.of_miners);
  };
  const powerRemark = (index: number): string | null => {
    const { miners = 0, power_miners = null } = rows[index]?.point ?? {};
    return power_miners === null || power_miners === miners ? remark(index) : texts.powerOf(miners, power_miners);
  };
  const highest = (of: Of): number => Math.max(rangeOf(column(of))?.high ?? 0, rangeOf(othersWhole(of))?.high ?? 0);
  const { unit, hashes } = hashrateUnit(highest((point) => point.hashrate_max_hs));
  const watts = highest((point) => point.power_w) >= 1e6 ? 1e6 : 1e3;
  /** The line, and the line for comparison if there is one. */
  const lines = (about: {
    title: string;
    color: 'accent' | 'green' | 'blue' | 'grey';
    leastSpan: number;
    counted?: boolean;
    text: (value: number) => string;
    /** A sum may be incomplete; a maximum or a count is always valid. */
    of: Of;
    per: number;
    isSum: boolean;
    band?: { low: Of; high: Of };
  }): Plot['lines'] => {
    const { title, color, leastSpan, counted = false, text, of, per, isSum, band } = about;
    const drawn: Of = (point) => {
      const value = of(point);
      return value === null ? null : value / per;
    };
    const scaled = (edge: Of): Series =>
      column((point) => {
        const value = edge(point);
        return value === null ? null : value / per;
      });
    const main = {
      name: compared === null ? title : name,
      color,
      side: 'left' as const,
      values: isSum ? column(drawn) : all(drawn),
      leastSpan,
      counted,
      text,
      ...(isSum && { dotted: nearly(drawn), shown: all(drawn) }),
      ...(band !== undefined && compared === null && { band: { low: scaled(band.low), high: scaled(band.high) } }),
      ...(compared !== null && { dashed: false }),
    };
    if (compared === null) return [main];
    const values = isSum ? othersWhole(drawn) : others(drawn);
    return [
      main,
      {
        name: compared.name,
        color: 'text',
        side: 'left',
        values,
        leastSpan,
        counted,
        text,
        dashed: true,
        shown: others(drawn),
      },
    ];
  };
  const plots: readonly Plot[] = [
    {
      title: texts.hashrate,
      unit,
      heightPx: 168,
      lines: lines({
        title: texts.hashrate,
        color: 'accent',
        of: (point) => point.hashrate_hs,
        per: hashes,
        isSum: true,
        band: { low: (point) => point.hashrate_min_hs, high: (point) => point.hashrate_max_hs },
        leastSpan: (highest((point) => point.hashrate_hs) / hashes || 1) * 0.1,
        text: (value) => quantityText(formatHashrate(value * hashes)),
      }),
      remark,
    },
    {
      title: texts.power,
      unit: watts === 1e6 ? 'MW' : 'kW',
      heightPx: 112,
      lines: lines({
        title: texts.power,
        color: 'green',
        of: (point) => point.power_w,
        per: watts,
        isSum: true,
        leastSpan: (highest((point) => point.power_w) / watts || 1) * 0.1,
        text: (value) => quantityText(formatTotalPower(value * watts)),
      }),
      remark: powerRemark,
    },
    {
      title: texts.hottestChip,
      unit: temperatureSign(),
      heightPx: 104,
      lines: lines({
        title: texts.hottestChip,
        color: 'blue',
        of: (point) => shownTemp(point.chip_temp_max_c),
        per: 1,
        isSum: false,
        leastSpan: shownTempSpan(20),
        text: shownTempText,
      }),
    },
    {
      title: texts.miners,
      unit: '',
      heightPx: 84,
      lines: lines({
        title: texts.miners,
        color: 'grey',
        of: (point) => point.miners,
        per: 1,
        isSum: false,
        leastSpan: 4,
        counted: true,
        text: (value) => numberText(value),
      }),
    },
  ];
  return {
    times,
    plots: plots.filter((plot) => plot.lines.some(({ values, dotted = [] }) => isKnown(values) || isKnown(dotted))),
  };
}

function alone(history: GroupHistory): { times: number[]; rows: Row[] } {
  const broken = brokenAtGaps(soFar(history.points), history.gaps);
  return { times: broken.map(({ at }) => at / 1000), rows: broken.map(({ point }) => ({ point, other: null })) };
}

/**
 * Merges both into one time axis: a time for each point, and for the start of each gap, of either.
 * A point covers its whole slot, because slots may differ in width and start.
 */
function together(history: GroupHistory, slotMs: number, compared: Compared): { times: number[]; rows: Row[] } {
  const { laterMs } = compared;
  const main = brokenAtGaps(soFar(history.points), history.gaps);
  const other = brokenAtGaps(soFar(compared.history.points), compared.history.gaps);
  const mainAt = new Map(soFar(history.points).map((point) => [slotOf(point.at, slotMs), point]));
  const otherAt = new Map(soFar(compared.history.points).map((point) => [slotOf(point.at, compared.slotMs), point]));
  const ats = [...new Set([...main.map(({ at }) => at), ...other.map(({ at }) => at + laterMs)])].sort((a, b) => a - b);
  return {
    times: ats.map((at) => at / 1000),
    rows: ats.map((at) => ({
      point: mainAt.get(slotOf(at, slotMs)) ?? null,
      other: otherAt.get(slotOf(at - laterMs, compared.slotMs)) ?? null,
    })),
  };
}

function slotOf(at: number, slotMs: number): number {
  return Math.floor(at / slotMs);
}

/**
 * Periods of adjacent points with incomplete sums. Dotted and hidden ones are in separate periods.
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
 * "Dotted: data from 2,900 of 3,000 miners", for periods of one kind: the one in which most miners
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

/** Leaves out the current slot until all miners were read in it: none is missing yet. */
function soFar(points: readonly Point[]): readonly Point[] {
  const last = points.at(-1);
  return last?.complete === false && last.source === 'read' ? points.slice(0, -1) : points;
}
