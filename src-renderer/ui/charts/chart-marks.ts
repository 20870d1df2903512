import uPlot from 'uplot';
import type { Palette } from '../theme/palettes.ts';
import { uiTexts } from '../ui-texts.ts';
import type { ChartMark } from './time-chart-props.ts';

const FONT_PX = 10;
const FONT = '"Inter Variable", sans-serif';
const GAP_PX = 4;
/** Events that are closer than this are one mark. */
const TOGETHER_PX = 24;
/** How far from a mark the pointer still points at it. */
const NEAR_PX = 8;

interface PlacedMarks {
  /** From the left edge of the plot, in pixels of the page. */
  readonly leftPx: number;
  readonly marks: readonly ChartMark[];
}

/** The marks in the shown period, where many in few pixels are one: else nothing of the line is seen. */
function placedMarks({ bbox, valToPos }: Pick<uPlot, 'bbox' | 'valToPos'>, marks: readonly ChartMark[]): PlacedMarks[] {
  const placed: { leftPx: number; marks: ChartMark[] }[] = [];
  for (const mark of marks.toSorted((a, b) => a.atS - b.atS)) {
    const leftPx = valToPos(mark.atS, 'x');
    if (leftPx < 0 || leftPx > bbox.width / uPlot.pxRatio) continue;
    const last = placed.at(-1);
    if (last !== undefined && leftPx - last.leftPx < TOGETHER_PX) last.marks.push(mark);
    else placed.push({ leftPx, marks: [mark] });
  }
  return placed;
}

/** What the mark at the pointer is of, a line for each event; empty where there is none. */
export function marksAt(
  plot: Pick<uPlot, 'bbox' | 'valToPos'>,
  marks: readonly ChartMark[],
  pointerPx: number,
): string {
  const near = placedMarks(plot, marks).find(({ leftPx }) => Math.abs(leftPx - pointerPx) <= NEAR_PX);
  const lines = near?.marks.map(({ word, about }) => about?.() ?? word) ?? [];
  const more = lines.length - MOST_LINES;
  return more <= 0 ? lines.join('\n') : [...lines.slice(0, MOST_LINES), uiTexts.moreEvents(more)].join('\n');
}

/** A tooltip must fit the screen; all of them are in a list below the chart. */
const MOST_LINES = 12;

/**
 * Draws events, each as a dotted vertical line with a foot. Its word is next to it at the top,
 * unless it would cover another one: those of minor events are left out first. Several in few pixels
 * are one, with their number.
 */
export function drawMarks(plot: uPlot, marks: readonly ChartMark[], palette: Palette): void {
  if (marks.length === 0) return;
  const { ctx, bbox } = plot;
  const px = uPlot.pxRatio;
  const bottom = bbox.top + bbox.height;
  ctx.save();
  ctx.font = `${FONT_PX * px}px ${FONT}`;
  ctx.textBaseline = 'top';
  // The axes have changed these.
  ctx.textAlign = 'left';
  ctx.fillStyle = palette.text;
  ctx.strokeStyle = palette.grey;
  ctx.lineWidth = px;
  ctx.setLineDash([px, 3 * px]);
  const hasWords = marks.some(({ word }) => word !== '');
  const placed = placedMarks(plot, marks).map(({ leftPx, marks: together }) => ({
    x: Math.round(bbox.left + leftPx * px) + 0.5,
    word: together.length === 1 || !hasWords ? (together[0]?.word ?? '') : uiTexts.events(together.length),
    isMinor: together.every(({ isMinor }) => isMinor === true),
  }));
  for (const { x } of placed) {
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bottom);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x - 3 * px, bottom);
    ctx.lineTo(x + 3 * px, bottom);
    ctx.lineTo(x, bottom - 5 * px);
    ctx.fill();
  }
  const taken: { readonly from: number; readonly to: number }[] = [];
  for (const { x, word } of placed.toSorted((a, b) => Number(a.isMinor) - Number(b.isMinor))) {
    const width = ctx.measureText(word).width;
    const isLast = x + GAP_PX * px + width > bbox.left + bbox.width;
    const from = isLast ? x - GAP_PX * px - width : x + GAP_PX * px;
    const to = from + width + GAP_PX * px;
    // Before its line, it must not look like the word of the line before.
    if (isLast && placed.some((other) => other.x > from && other.x < x)) continue;
    if (from < bbox.left || taken.some((one) => from < one.to && one.from < to)) continue;
    drawWord(ctx, word, { x: from, y: bbox.top + px }, palette);
    taken.push({ from, to });
  }
  ctx.restore();
}

/** With an outline, so that it is readable on a line. */
function drawWord(
  ctx: CanvasRenderingContext2D,
  word: string,
  at: { readonly x: number; readonly y: number },
  palette: Palette,
): void {
  ctx.save();
  ctx.setLineDash([]);
  ctx.lineWidth = 4 * uPlot.pxRatio;
  ctx.lineJoin = 'round';
  ctx.strokeStyle = palette.panel;
  ctx.strokeText(word, at.x, at.y);
  ctx.restore();
  ctx.fillText(word, at.x, at.y);
}
