import { MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import type { HistoryGap } from '../../../src-shared/model/index.ts';
import { shownTemp, shownTempSpan, shownTempText, temperatureSign } from '../../../src-shared/temperature.ts';
import { numberText } from '../../../src-shared/text/count-text.ts';
import { hashrateUnit } from '../../../src-shared/units.ts';
import { brokenAtGaps } from './gaps-in-series.ts';
import { type GroupHistory, GroupLines, type GroupPoint, type GroupRow, hasLine, isDotted } from './group-lines.ts';
import { groupTexts as texts } from './history-texts.ts';
import type { Plot } from './time-plot.tsx';

/** The width of what a miner remembers. */
const FILLED_MS = 5 * MINUTE_MS;

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
  /** The end of its period. */
  readonly toAt: number;
  /** By how much it is shifted to a later time. */
  readonly laterMs: number;
}

export interface NamedHistory {
  readonly name: string;
  readonly history: GroupHistory;
  readonly slotMs: number;
  /** The end of the period. */
  readonly toAt: number;
  /** How many miners it is of, also if some were not monitored then; null or absent if unknown. */
  readonly ofAll?: number | null;
}

/**
 * The charts of many miners. Sums are in the unit of the highest one. An incomplete sum is dotted
 * or not drawn; under the pointer it is shown with its number of miners. The history for comparison
 * is dashed, on the same scale.
 */
export function groupPlots(
  main: NamedHistory,
  compared: Compared | null = null,
): {
  readonly times: readonly number[];
  readonly plots: readonly Plot[];
} {
  const { name } = main;
  const { times, rows } = compared === null ? alone(main) : together(main, compared);
  const lines = new GroupLines(rows, name, compared?.name ?? null);
  const remark = (index: number): string | null => {
    const point = rows[index]?.point ?? null;
    return point === null ? null : texts.ofMiners(point.miners, Math.max(point.of_miners, main.ofAll ?? 0));
  };
  const powerRemark = (index: number): string | null => {
    const { miners = 0, power_miners = null } = rows[index]?.point ?? {};
    return power_miners === null || power_miners === miners ? remark(index) : texts.powerOf(miners, power_miners);
  };
  const plots: readonly Plot[] = [
    { ...hashratePlot(lines), remark },
    { ...powerPlot(lines), remark: powerRemark },
    chipPlot(lines),
    minersPlot(lines, compared === null),
  ];
  return { times, plots: plots.filter(hasLine) };
}

function hashratePlot(lines: GroupLines): Plot {
  const { unit, hashes } = hashrateUnit(lines.highest((point) => point.hashrate_max_hs));
  const figure = {
    title: texts.hashrate,
    color: 'accent',
    of: (point: GroupPoint) => point.hashrate_hs,
    unit,
    per: hashes,
    isSum: true,
    band: { low: (point: GroupPoint) => point.hashrate_min_hs, high: (point: GroupPoint) => point.hashrate_max_hs },
    leastSpan: (lines.highest((point) => point.hashrate_hs) / hashes || 1) * 0.1,
    text: (value: number) => figureText(value, unit),
  } as const;
  return { title: texts.hashrate, heightPx: 168, lines: lines.of(figure) };
}

function powerPlot(lines: GroupLines): Plot {
  const highest = lines.highest((point) => point.power_w);
  const [watts, unit] = highest >= 1e6 ? [1e6, 'MW'] : [1e3, 'kW'];
  const figure = {
    title: texts.power,
    color: 'green',
    of: (point: GroupPoint) => point.power_w,
    unit,
    per: watts,
    isSum: true,
    leastSpan: (highest / watts || 1) * 0.1,
    text: (value: number) => figureText(value, unit),
  } as const;
  return { title: texts.power, heightPx: 112, lines: lines.of(figure) };
}

function chipPlot(lines: GroupLines): Plot {
  const figure = {
    title: texts.hottestChip,
    color: 'blue',
    of: (point: GroupPoint) => shownTemp(point.chip_temp_max_c),
    unit: temperatureSign(),
    per: 1,
    isSum: false,
    leastSpan: shownTempSpan(20),
    text: shownTempText,
  } as const;
  return { title: texts.hottestChip, heightPx: 104, lines: lines.of(figure) };
}

/** In the unit of the axis, whatever its size: "0.585 PH/s", "4.63 PH/s", "371.2 PH/s". */
function figureText(value: number, unit: string): string {
  const digits = value === 0 ? 0 : value < 1 ? 3 : value < 100 ? 2 : 1;
  return `${value.toFixed(digits)} ${unit}`;
}

/** With a line for those that were monitored, unless there is a history for comparison. */
function minersPlot(lines: GroupLines, isWithMonitored: boolean): Plot {
  const figure = {
    title: texts.miners,
    color: 'grey',
    of: (point: GroupPoint) => point.miners,
    unit: '',
    per: 1,
    isSum: false,
    leastSpan: 4,
    counted: true,
    text: (value: number) => numberText(value),
  } as const;
  const monitored = {
    ...figure,
    title: texts.monitored,
    color: 'dim',
    of: (point: GroupPoint) => point.of_miners,
  } as const;
  const all = isWithMonitored ? lines.of(monitored).map((line) => ({ ...line, dashed: true })) : [];
  return { title: texts.miners, heightPx: 100, lines: [...lines.of(figure), ...all] };
}

function alone({ history, toAt }: NamedHistory): { times: number[]; rows: GroupRow[] } {
  const broken = brokenAtGaps(soFar(history.points, toAt), history.gaps);
  return { times: broken.map(({ at }) => at / 1000), rows: broken.map(({ point }) => ({ point, other: null })) };
}

/**
 * Merges both into one time axis: a time for each point, and for the start of each gap, of either.
 * A point covers its whole slot, because slots may differ in width and start.
 */
function together({ history, slotMs, toAt }: NamedHistory, compared: Compared): { times: number[]; rows: GroupRow[] } {
  const { laterMs } = compared;
  const [points, others] = [soFar(history.points, toAt), soFar(compared.history.points, compared.toAt)];
  const main = brokenAtGaps(points, history.gaps);
  const other = brokenAtGaps(others, compared.history.gaps);
  const mainAt = bySlot(points, slotMs);
  const otherAt = bySlot(others, compared.slotMs);
  const ats = [...new Set([...main.map(({ at }) => at), ...other.map(({ at }) => at + laterMs)])].sort((a, b) => a - b);
  return {
    times: ats.map((at) => at / 1000),
    rows: ats.map((at) => ({
      point: mainAt.get(slotOf(at, slotMs)) ?? null,
      other: otherAt.get(slotOf(at - laterMs, compared.slotMs)) ?? null,
    })),
  };
}

/** A filled point stands for five minutes, even if the slots are narrower. */
function bySlot(points: readonly GroupPoint[], slotMs: number): ReadonlyMap<number, GroupPoint> {
  const found = new Map<number, GroupPoint>();
  for (const point of points) {
    const widthMs = point.source === 'filled' ? Math.max(slotMs, FILLED_MS) : slotMs;
    for (let at = point.at; at < point.at + widthMs; at += slotMs) found.set(slotOf(at, slotMs), point);
  }
  return found;
}

function slotOf(at: number, slotMs: number): number {
  return Math.floor(at / slotMs);
}

/**
 * Periods of adjacent points with incomplete sums. Dotted and hidden ones are in separate periods.
 */
export function partialSpans({
  history: { points },
  slotMs,
  toAt,
}: Omit<NamedHistory, 'name'>): readonly PartialSpan[] {
  const spans: { from_at: number; to_at: number; miners: number; ofMiners: number; isDotted: boolean }[] = [];
  let joins = false;
  for (const point of soFar(points, toAt)) {
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

/** So long after its beginning, all miners that answer were read in a slot. */
const ALL_READ_MS = 2 * MINUTE_MS;

/**
 * Leaves out a slot that has just begun, in which not all miners were read yet. Those that are still
 * missing in it later do not answer, and that must be seen.
 */
function soFar(points: readonly GroupPoint[], toAt: number): readonly GroupPoint[] {
  const last = points.at(-1);
  const isNew = last?.complete === false && last.source === 'read' && toAt - last.at < ALL_READ_MS;
  return isNew ? points.slice(0, -1) : points;
}
