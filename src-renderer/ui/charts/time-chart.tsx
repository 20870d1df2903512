import { type KeyboardEvent, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { uiTexts } from '../ui-texts.ts';
import 'uplot/dist/uPlot.min.css';
import { usePalette } from '../theme/use-palette.ts';
import { chartData, chartOptions } from './time-chart-options.ts';
import type { TimeChartProps } from './time-chart-props.ts';

/** Lines over time on a canvas, without a legend: figures are shown as text next to the chart. */
export function TimeChart(props: TimeChartProps) {
  const palette = usePalette();
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const { heightPx, times, lines, group, timeAxis } = props;
  const shape = lines
    .map(({ name, color, side, band, dotted, dashed }) =>
      [name, color, side, band !== undefined, dotted !== undefined, dashed === true].join(' '),
    )
    .join();
  const isSpanned = props.onSpan !== undefined;

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
  }, [palette, heightPx, shape, group, timeAxis, isSpanned]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new values, not new functions, are what is drawn
  useEffect(() => {
    chart.current?.setData(chartData(latest.current));
  }, [times, lines, props.gaps, props.level, props.fromS, props.toS, props.marks, props.fromZero]);

  const { markS } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mark is drawn by a hook that reads the latest one
  useEffect(() => {
    chart.current?.redraw(false);
  }, [markS]);

  // Stored separately from the cursor: if the page scrolls under a resting pointer, the browser
  // moves the cursor away, but the keys should continue from their last position.
  const keyedS = useRef<number | null>(null);
  const cursorAt = (): number | null => {
    const reached = keyedS.current === null ? -1 : times.indexOf(keyedS.current);
    return chart.current?.cursor.idx ?? (reached === -1 ? null : reached);
  };
  const pick = (): void => {
    const atS = times[cursorAt() ?? -1];
    if (atS !== undefined) props.onPick?.(atS);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const plot = chart.current;
    if (plot === null) return;
    const at = cursorAt();
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const step = event.key === 'ArrowLeft' ? -1 : 1;
      const next = at === null ? times.length - 1 : Math.max(0, Math.min(times.length - 1, at + step));
      keyedS.current = times[next] ?? null;
      pointAt(plot, times[next], group);
    } else if (event.key === 'Enter' && at !== null) pick();
    else if (props.onSpan !== undefined && (ZOOMS[event.key] ?? null) !== null && !event.ctrlKey && !event.metaKey) {
      const { fromS, toS } = props;
      const half = ((toS - fromS) * (ZOOMS[event.key] as number)) / 2;
      const middle = at === null ? (fromS + toS) / 2 : (times[at] as number);
      props.onSpan(middle - half, middle + half);
    } else return;
    event.preventDefault();
  };

  return (
    <div
      ref={host}
      role="application"
      aria-roledescription={uiTexts.chart}
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the chart is read along by arrow keys
      tabIndex={0}
      onClick={pick}
      onKeyDown={onKeyDown}
      onBlur={() => {
        keyedS.current = null;
        if (chart.current !== null) pointAt(chart.current, undefined, group);
      }}
    />
  );
}

/** Factors of the keys that zoom the period. */
const ZOOMS: Readonly<Record<string, number>> = { '+': 0.5, '=': 0.5, '-': 2 };

/** Puts the cursor of a chart, and of its group, at a time; without a time, hides it. */
function pointAt(plot: uPlot, atS: number | undefined, group: string): void {
  const left = atS === undefined ? -10 : plot.valToPos(atS, 'x');
  plot.setCursor({ left, top: 1 }, true);
  // The group follows this value. uPlot sets it only where the pointer moves.
  const followed = plot.cursor.sync?.values;
  if (followed !== undefined && atS !== undefined) followed[0] = atS;
  const { clientWidth, clientHeight } = plot.over;
  uPlot.sync(group).pub('mousemove', plot, left, 1, clientWidth, clientHeight, plot.cursor.idx ?? -1);
}
