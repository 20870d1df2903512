import { UNKNOWN } from '../../../src-shared/units.ts';
import { TimeChart } from '../../ui/charts/time-chart.tsx';
import type { ChartLine, TimeChartProps } from '../../ui/charts/time-chart-props.ts';
import { slotText } from '../../ui/times.ts';
import { rangeOf, type Series } from './gaps-in-series.ts';
import { historyTexts } from './history-texts.ts';
import classes from './time-plot.module.css';

/** Lines of one chart, and the text for a value of each. */
export interface Plot {
  readonly title: string;
  readonly lines: readonly (ChartLine & {
    /** Unit of its axis; empty for a count. */
    readonly unit: string;
    readonly text: (value: number) => string;
    /** Values to show at each time, if there are more than those drawn. */
    readonly shown?: Series;
  })[];
  /** Text after the values at a time. */
  readonly remark?: (index: number) => string | null;
  readonly heightPx: number;
}

export interface TimePlotProps
  extends Pick<
    TimeChartProps,
    'times' | 'fromS' | 'toS' | 'gaps' | 'level' | 'markS' | 'timeAxis' | 'group' | 'marks' | 'fromZero' | 'onSpan'
  > {
  readonly plot: Plot;
  /** Width of a point, which begins at its time. */
  readonly slotMs: number;
  /** Index of the point under the pointer; null shows the latest. */
  readonly pointed: number | null;
  readonly onPoint: (index: number | null) => void;
  /** Opens what happened at that time. Not set if there is nothing to open. */
  readonly onPick?: (atMs: number) => void;
  /** Of several plots below each other, one shows the time. */
  readonly tellsMoment: boolean;
}

/**
 * A chart with its figures above it: those at the pointer, or the latest, in the colours of their
 * lines.
 */
export function TimePlot({ plot, slotMs, pointed, onPick, tellsMoment, ...chart }: TimePlotProps) {
  const { times, toS } = chart;
  const index = pointed ?? lastKnown(plot) ?? times.length - 1;
  const atS = times[index];
  const moment = atS === undefined ? '' : slotText(atS * 1000, slotMs, toS * 1000);
  const remark = plot.remark?.(index) ?? null;
  return (
    <div>
      <p className={classes.readout}>
        <span className={classes.unit}>{unitOf(plot, 'left')}</span>
        <span className={classes.title}>{plot.title}</span>
        {plot.lines.map(({ name, color, values, shown = values, text, dashed }) => {
          const value = shown[index] ?? null;
          return (
            // Two lines have the same name while nothing is chosen to compare with.
            <span key={`${color} ${name}`} className={classes[color]}>
              {plot.lines.length > 1 && dashed !== undefined && `${name} `}
              {value === null ? UNKNOWN : text(value)}
            </span>
          );
        })}
        {remark !== null && <span className={classes.title}>{remark}</span>}
        <span className={classes.when}>{tellsMoment && moment}</span>
        {unitOf(plot, 'right') !== null && <span className={classes.rightUnit}>{unitOf(plot, 'right')}</span>}
      </p>
      <TimeChart
        {...chart}
        lines={plot.lines}
        heightPx={plot.heightPx}
        label={keysOf(chart.onSpan !== undefined, onPick !== undefined)(spoken(plot, chart.gaps.length))}
        onPick={onPick === undefined ? undefined : (atS) => onPick(atS * 1000)}
      />
    </div>
  );
}

function unitOf({ lines }: Plot, side: 'left' | 'right'): string | null {
  return lines.find((line) => line.side === side)?.unit ?? null;
}

function keysOf(isSpanned: boolean, isPicked: boolean): (chart: string) => string {
  if (isSpanned) return historyTexts.keysAndZoom;
  return isPicked ? historyTexts.keysAndChips : historyTexts.keys;
}

/** Index of the last point of the first line, or of the others if it has none; null without any. */
function lastKnown({ lines }: Plot): number | null {
  const [first = -1, ...others] = lines.map(({ values, shown = values }) =>
    shown.findLastIndex((value) => value !== null),
  );
  const last = first === -1 ? Math.max(-1, ...others) : first;
  return last === -1 ? null : last;
}

function spoken({ title, lines }: Plot, gapCount: number): string {
  const parts = lines.map(({ name, values, text }) => {
    const range = rangeOf(values);
    return range === null ? historyTexts.unknown(name) : historyTexts.fromTo(name, text(range.low), text(range.high));
  });
  const gaps = gapCount === 0 ? historyTexts.noGaps : historyTexts.gaps(gapCount);
  return historyTexts.spoken(title, [...parts, gaps].join(', '));
}
