import uPlot from 'uplot';
import type { Palette } from '../theme/palettes.ts';
import type { ChartMark } from './time-chart-props.ts';

const FONT_PX = 10;
const FONT = '"Inter Variable", sans-serif';
const GAP_PX = 4;

/**
 * Draws events, each as a dotted vertical line with a foot. Its word is next to it at the top,
 * unless it would cover the previous one.
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
  let freeFrom = bbox.left;
  for (const { atS, word } of marks) {
    const x = Math.round(plot.valToPos(atS, 'x', true)) + 0.5;
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bottom);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x - 3 * px, bottom);
    ctx.lineTo(x + 3 * px, bottom);
    ctx.lineTo(x, bottom - 5 * px);
    ctx.fill();
    const width = ctx.measureText(word).width;
    const isLast = x + GAP_PX * px + width > bbox.left + bbox.width;
    const from = isLast ? x - GAP_PX * px - width : x + GAP_PX * px;
    if (from < freeFrom) continue;
    // An outline, so that the word is readable on a line.
    ctx.save();
    ctx.setLineDash([]);
    ctx.lineWidth = 4 * px;
    ctx.lineJoin = 'round';
    ctx.strokeStyle = palette.panel;
    ctx.strokeText(word, from, bbox.top + px);
    ctx.restore();
    ctx.fillText(word, from, bbox.top + px);
    freeFrom = from + width + GAP_PX * px;
  }
  ctx.restore();
}
