import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Palette } from './tokens.ts';
import { usePalette } from './use-palette.ts';

/** One line over time. Each has its own scale and axis, `left` or `right`; null values break it. */
export interface ChartLine {
  readonly name: string;
  readonly color: keyof Palette;
  readonly side: 'left' | 'right';
  readonly values: readonly (number | null)[];
  /** The scale shows at least this span around the values, so that noise does not look like a drama. */
  readonly leastSpan: number;
}

export interface TimeChartProps {
  /** UNIX seconds, ascending. */
  readonly times: readonly number[];
  readonly fromS: number;
  readonly toS: number;
  readonly lines: readonly ChartLine[];
  /** A quiet dashed level on the left scale: what is promised. */
  readonly level: number | null;
  readonly heightPx: number;
  /** The chart in words, for those who do not see it. */
  readonly label: string;
  /** Tells which moment the pointer is at, as an index into `times`. */
  readonly onPoint: (index: number | null) => void;
}

/** Lines over time on a canvas, without a legend: figures belong beside the chart, as text. */
export function TimeChart(props: TimeChartProps) {
  const palette = usePalette();
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const { heightPx, times, lines } = props;
  const shape = lines.map(({ name, color, side }) => `${name} ${color} ${side}`).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` is what of the lines asks for a new chart
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const plot = new uPlot(
      chartOptions(latest, palette, element.clientWidth, heightPx),
      chartData(latest.current),
      element,
    );
    chart.current = plot;
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: heightPx }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
      chart.current = null;
    };
  }, [palette, heightPx, shape]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new values, not new functions, are what is drawn
  useEffect(() => {
    chart.current?.setData(chartData(latest.current));
  }, [times, lines, props.level, props.fromS, props.toS]);

  return <div ref={host} role="img" aria-label={props.label} />;
}

function chartData({ times, lines }: TimeChartProps): uPlot.AlignedData {
  return [[...times], ...lines.map(({ values }) => [...values])];
}

function chartOptions(
  latest: { readonly current: TimeChartProps },
  palette: Palette,
  width: number,
  height: number,
): uPlot.Options {
  const { lines } = latest.current;
  const axis = { stroke: palette.dim, font: '11px "Inter Variable", sans-serif', ticks: { show: false } };
  return {
    width,
    height,
    padding: [8, 0, 0, 0],
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, y: false, points: { size: 6 } },
    scales: {
      x: { range: () => [latest.current.fromS, latest.current.toS] },
      ...Object.fromEntries(
        lines.map(({ side }, i) => [
          side,
          { range: (_plot: uPlot, min: number | null, max: number | null) => spanAround(min, max, latest.current, i) },
        ]),
      ),
    },
    series: [
      {},
      ...lines.map(({ name, color, side }) => ({
        label: name,
        scale: side,
        stroke: palette[color],
        width: 1.5,
        spanGaps: false,
        points: { show: false },
      })),
    ],
    axes: [
      { ...axis, size: 24, space: 60, grid: { show: false }, values: timeLabels },
      ...lines.map(({ side }) => ({
        ...axis,
        scale: side,
        side: side === 'left' ? 3 : 1,
        size: 34,
        gap: 4,
        space: 28,
        grid: { show: side === 'left', stroke: palette.line, width: 1 },
      })),
    ],
    hooks: {
      drawClear: [(plot) => drawLevel(plot, latest.current.level, palette)],
      setCursor: [(plot) => latest.current.onPoint(plot.cursor.idx ?? null)],
    },
  };
}

function spanAround(min: number | null, max: number | null, props: TimeChartProps, line: number): [number, number] {
  const { side, leastSpan } = props.lines[line] ?? { side: 'left', leastSpan: 1 };
  const known = [min, max, side === 'left' ? props.level : null].filter((value) => value !== null);
  if (known.length === 0) return [0, leastSpan];
  const low = Math.min(...known);
  const high = Math.max(...known);
  const missing = Math.max(0, leastSpan - (high - low)) / 2;
  const margin = (high - low) * 0.08;
  return [Math.max(0, low - missing - margin), high + missing + margin];
}

function drawLevel(plot: uPlot, level: number | null, palette: Palette): void {
  if (level === null) return;
  const y = Math.round(plot.valToPos(level, 'left', true)) + 0.5;
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = palette.grey;
  ctx.setLineDash([4, 4]);
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

function timeLabels(_plot: uPlot, splits: number[], _axis: number, _space: number, stepS: number): string[] {
  return splits.map((seconds) => (stepS >= 86_400 ? day : clock).format(seconds * 1000));
}
