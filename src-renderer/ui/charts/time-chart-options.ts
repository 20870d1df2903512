import uPlot from 'uplot';
import type { Palette } from '../theme/palettes.ts';
import { drawMarks, marksAt } from './chart-marks.ts';
import type { TimeChartProps } from './time-chart-props.ts';

const BAND_ALPHA = '33';
const AXIS_WIDTH_PX = 44;
/** A shorter drag is an accidental one and counts as a click. */
const LEAST_DRAG_PX = 6;
const HATCH_PX = 7;
const AXIS_SPACE_PX = 28;
/** Charts of counts are low, and their steps grow by up to 2.5: with more, an axis could have no value. */
const COUNTS_SPACE_PX = 20;
/** The steps of an axis of counts. */
const WHOLE_STEPS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6].flatMap((ten) => [ten, 2 * ten, 5 * ten]);

/** The times, the values of each line, then the edges of bands, and finally the dotted values. */
export function chartData({ times, lines }: TimeChartProps): uPlot.AlignedData {
  return [
    [...times],
    ...lines.map(({ values }) => [...values]),
    ...lines.flatMap(({ band }) => (band === undefined ? [] : [[...band.high], [...band.low]])),
    ...lines.flatMap(({ dotted }) => (dotted === undefined ? [] : [[...dotted]])),
  ];
}

/** Options of a uPlot chart. Whatever changes during its life is read from `latest` each time. */
export function chartOptions(
  latest: { readonly current: TimeChartProps },
  palette: Palette,
  width: number,
  height: number,
): uPlot.Options {
  const { lines, group, timeAxis, onSpan } = latest.current;
  const sides = (['left', 'right'] as const).filter((one) => lines.some(({ side }) => side === one));
  const axis = { stroke: palette.dim, font: '11px "Inter Variable", sans-serif', ticks: { show: false } };
  const banded = lines.filter(({ band }) => band !== undefined);
  return {
    width,
    height,
    // The room of a missing right axis stays free, so that charts below each other have the same
    // time scale.
    padding: [8, lines.some(({ side }) => side === 'right') ? 0 : AXIS_WIDTH_PX, timeAxis ? 0 : 4, 0],
    legend: { show: false },
    cursor: {
      drag: { x: onSpan !== undefined, y: false, setScale: false },
      y: false,
      points: { size: 6 },
      // A period is dragged in one chart, which reports it for the whole group.
      sync: { key: uPlot.sync(group).key, setSeries: false, filters: { sub: isMove, pub: isMove } },
    },
    scales: {
      x: { range: () => [latest.current.fromS, latest.current.toS] },
      ...Object.fromEntries(
        sides.map((side) => [
          side,
          {
            range: (_plot: uPlot, min: number | null, max: number | null) => spanAround(min, max, latest.current, side),
          },
        ]),
      ),
    },
    series: [
      {},
      ...lines.map(({ name, color, side, dashed }) => ({
        label: name,
        scale: side,
        stroke: palette[color],
        width: 1.5,
        ...(dashed === true && { dash: [6, 3] }),
        spanGaps: false,
        points: { show: false },
      })),
      ...banded.flatMap(({ name, side }) =>
        ['high', 'low'].map((edge) => ({
          label: `${name}, ${edge}`,
          scale: side,
          width: 0,
          spanGaps: false,
          points: { show: false },
        })),
      ),
      ...lines
        .filter(({ dotted }) => dotted !== undefined)
        .map(({ name, color, side }) => ({
          label: `${name}, dotted`,
          scale: side,
          stroke: palette[color],
          width: 1.5,
          dash: [2, 3],
          spanGaps: false,
          points: { show: false },
        })),
    ],
    bands: banded.map(({ color }, i) => {
      const high = 1 + lines.length + 2 * i;
      return { series: [high, high + 1], fill: palette[color] + BAND_ALPHA };
    }),
    axes: [
      { ...axis, show: timeAxis, size: 24, space: 60, grid: { show: false }, values: timeLabels },
      ...sides.map((side) => ({
        ...axis,
        space: AXIS_SPACE_PX,
        ...(lines.some((line) => line.side === side && line.counted === true) && {
          incrs: WHOLE_STEPS,
          space: COUNTS_SPACE_PX,
        }),
        scale: side,
        side: side === 'left' ? 3 : 1,
        size: AXIS_WIDTH_PX,
        gap: 4,
        grid: { show: side === 'left', stroke: palette.line, width: 1 },
      })),
    ],
    hooks: {
      drawClear: [
        (plot) => shadeGaps(plot, latest.current.gaps, palette),
        (plot) => drawLevel(plot, latest.current.level, palette),
      ],
      draw: [
        (plot) => drawMarks(plot, latest.current.marks ?? [], palette),
        (plot) => drawMark(plot, latest.current.markS, palette),
      ],
      setSelect: [(plot) => reportSpan(plot, latest.current)],
      setCursor: [
        (plot) => latest.current.onPoint(plot.cursor.idx ?? null),
        (plot) => {
          const about = marksAt(plot, latest.current.marks ?? [], plot.cursor.left ?? -1);
          if (plot.over.title !== about) plot.over.title = about;
        },
      ],
    },
  };
}

function isMove(type: string): boolean {
  return type !== 'mousedown' && type !== 'mouseup';
}

/** Reports the dragged period, and removes its shade, because the period of the chart changes. */
function reportSpan(plot: uPlot, { onSpan }: TimeChartProps): void {
  const { left, width } = plot.select;
  if (width === 0) return;
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  if (width >= LEAST_DRAG_PX) onSpan?.(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
}

function spanAround(
  min: number | null,
  max: number | null,
  props: TimeChartProps,
  side: 'left' | 'right',
): [number, number] {
  const leastSpan = Math.max(0, ...props.lines.filter((line) => line.side === side).map((line) => line.leastSpan)) || 1;
  const zero = props.fromZero === true ? 0 : null;
  const known = [min, max, zero, side === 'left' ? props.level : null].filter((value) => value !== null);
  if (known.length === 0) return [0, leastSpan];
  const low = Math.min(...known);
  const high = Math.max(...known);
  const missing = Math.max(0, leastSpan - (high - low)) / 2;
  const margin = (high - low) * 0.08;
  if (zero !== null) return [0, high + missing + margin];
  return [Math.max(0, low - missing - margin), high + missing + margin];
}

function shadeGaps(plot: uPlot, gaps: TimeChartProps['gaps'], palette: Palette): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = palette.hover;
  for (const { fromS, toS, hatched } of gaps) {
    const from = Math.max(bbox.left, plot.valToPos(fromS, 'x', true));
    const to = Math.min(bbox.left + bbox.width, plot.valToPos(toS, 'x', true));
    if (to <= from) continue;
    ctx.fillRect(from, bbox.top, to - from, bbox.height);
    if (hatched === true) hatch(plot, from, to, palette);
  }
  ctx.restore();
}

/** Draws diagonal lines over a period in which only a part is known and no sum can be drawn. */
function hatch({ ctx, bbox }: uPlot, from: number, to: number, palette: Palette): void {
  const step = HATCH_PX * uPlot.pxRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(from, bbox.top, to - from, bbox.height);
  ctx.clip();
  ctx.beginPath();
  // Counted from the edge of the chart, so that the lines of adjacent periods meet.
  const first = bbox.left + Math.floor((from - bbox.left - bbox.height) / step) * step;
  for (let x = first; x < to; x += step) {
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x + bbox.height, bbox.top);
  }
  ctx.strokeStyle = palette.grey;
  ctx.globalAlpha = 0.45;
  ctx.lineWidth = uPlot.pxRatio;
  ctx.stroke();
  ctx.restore();
}

function drawLevel(plot: uPlot, level: number | null, palette: Palette): void {
  if (level === null) return;
  const y = Math.round(plot.valToPos(level, 'left', true)) + 0.5;
  const { bbox } = plot;
  strokeLine(plot, palette.grey, [4, 4], [bbox.left, y], [bbox.left + bbox.width, y]);
}

function drawMark(plot: uPlot, markS: number | null, palette: Palette): void {
  if (markS === null) return;
  const { bbox } = plot;
  const x = Math.round(plot.valToPos(markS, 'x', true)) + 0.5;
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  strokeLine(plot, palette.text, [], [x, bbox.top], [x, bbox.top + bbox.height]);
}

function strokeLine(plot: uPlot, color: string, dash: number[], from: [number, number], to: [number, number]): void {
  const { ctx } = plot;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.setLineDash(dash);
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
  ctx.restore();
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** Times of day, with the day where it begins; days alone where the steps are that wide. */
export function timeLabels(_plot: uPlot, splits: number[], _axis: number, _space: number, stepS: number): string[] {
  return splits.map((seconds) => {
    const time = clock.format(seconds * 1000);
    return stepS >= 86_400 || time === '00:00' ? day.format(seconds * 1000) : time;
  });
}
