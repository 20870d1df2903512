import { type ChartLine, TimeChart, type TimeChartProps } from '../../ui/time-chart.tsx';
import { clockTime } from '../../ui/times.ts';
import { rangeOf } from './series.ts';
import classes from './time-plot.module.css';

/** Lines that are read together, and how a value of each is told. */
export interface Plot {
  readonly title: string;
  readonly lines: readonly (ChartLine & { readonly text: (value: number) => string })[];
  readonly heightPx: number;
}

export interface TimePlotProps
  extends Pick<TimeChartProps, 'times' | 'fromS' | 'toS' | 'gaps' | 'level' | 'markS' | 'timeAxis' | 'group'> {
  readonly plot: Plot;
  /** Index of the moment under the pointer; null = the latest is told. */
  readonly pointed: number | null;
  readonly onPoint: (index: number | null) => void;
  /** Shows what was at that moment, where there is something to show. */
  readonly onPick?: (atMs: number) => void;
  /** Of plots above each other, one tells the moment. */
  readonly tellsMoment: boolean;
}

/** A chart with its figures above it: those at the pointer, or the latest, in the colours of their lines. */
export function TimePlot({ plot, pointed, onPick, tellsMoment, ...chart }: TimePlotProps) {
  const { times, toS } = chart;
  const index = pointed ?? times.length - 1;
  return (
    <div>
      <p className={classes.readout}>
        <span className={classes.title}>{plot.title}</span>
        {plot.lines.map(({ name, color, values, text }) => {
          const value = values[index] ?? null;
          return (
            <span key={name} className={classes[color]}>
              {value === null ? '—' : text(value)}
            </span>
          );
        })}
        {tellsMoment && <span className={classes.when}>{clockTime((times[index] ?? toS) * 1000, toS * 1000)}</span>}
      </p>
      <TimeChart
        {...chart}
        lines={plot.lines}
        heightPx={plot.heightPx}
        label={`${spoken(plot, chart.gaps.length)}. Arrow keys tell the moments${onPick === undefined ? '' : ', Enter shows the chips of one'}.`}
        onPick={onPick === undefined ? undefined : (atS) => onPick(atS * 1000)}
      />
    </div>
  );
}

function spoken({ title, lines }: Plot, gapCount: number): string {
  const parts = lines.map(({ name, values, text }) => {
    const range = rangeOf(values);
    return range === null ? `${name} unknown` : `${name} from ${text(range.low)} to ${text(range.high)}`;
  });
  return `${title}: ${[...parts, gapCount === 0 ? 'no gaps' : `${gapCount} gaps`].join(', ')}`;
}
