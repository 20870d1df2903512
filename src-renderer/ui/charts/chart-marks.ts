import uPlot from 'uplot';
import type { Palette } from '../theme/palettes.ts';
import type { ChartMark } from './time-chart-props.ts';

const FONT_PX = 10;
const FONT = '"Inter Variable", sans-serif';
const GAP_PX = 4;

/**
 * Draws events, each as a dotted vertical line with a foot. Its word is next to it at the top,
 * unless it would cover another one: those of minor events are left out first.
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
  const placed = marks
    .map((mark) => ({ ...mark, x: Math.round(plot.valToPos(mark.atS, 'x', true)) + 0.5 }))
    .filter(({ x }) => x >= bbox.left && x <= bbox.left + bbox.width);
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
  for (const { x, word } of placed.toSorted((a, b) => Number(a.isMinor === true) - Number(b.isMinor === true))) {
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
