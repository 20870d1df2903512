import type { Palette } from '../../../ui/theme/palettes.ts';
import type { CellLook, CellShape } from './cell-looks.ts';
import { isHeat } from './cell-sizes.ts';
import { heatMark } from './heat-marks.ts';

/** Cells of a box on its canvas, in CSS pixels. */
export interface CellGrid {
  readonly columns: number;
  readonly cellPx: number;
}

/**
 * Draws the cells of one box. Coloured by state, a cell is its mark. Coloured by a value, it is
 * filled, and contains the mark of a state other than hashing. An unknown value is hollow, with the
 * mark of the state or a dash, so that no state is shown by colour alone. Null is an empty slot, drawn as an outline. Very small cells have simpler marks.
 */
export function drawCells(
  canvas: HTMLCanvasElement,
  looks: readonly (CellLook | null)[],
  selected: readonly boolean[],
  { columns, cellPx }: CellGrid,
  palette: Palette,
): void {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [columns * cellPx, Math.ceil(looks.length / columns) * cellPx];
  const [widthPx, heightPx] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== widthPx) canvas.width = widthPx;
  if (canvas.height !== heightPx) canvas.height = heightPx;
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  if (isHeat(cellPx)) {
    drawHeat(pen, looks, selected, { columns, cellPx }, palette);
    return;
  }
  const inner = cellPx - 2;
  for (let i = 0; i < looks.length; i++) {
    const look = looks[i];
    if (look === undefined) continue;
    const x = (i % columns) * cellPx + 1;
    const y = Math.floor(i / columns) * cellPx + 1;
    if (look === null) {
      pen.strokeStyle = palette.control;
      pen.lineWidth = 1;
      pen.strokeRect(x + 1.5, y + 1.5, inner - 3, inner - 3);
      continue;
    }
    if (selected[i] === true) {
      pen.fillStyle = palette.selected;
      pen.fillRect(x - 1, y - 1, cellPx, cellPx);
      pen.strokeStyle = palette.accent;
      pen.lineWidth = 1.5;
      pen.strokeRect(x - 0.25, y - 0.25, inner + 0.5, inner + 0.5);
    }
    if (look.isUnknown) {
      pen.strokeStyle = palette.control;
      pen.lineWidth = 1;
      pen.strokeRect(x + 1, y + 1, inner - 2, inner - 2);
      const [shape, color] =
        look.shape === 'disc' ? (['dash', palette.grey] as const) : [look.shape, palette[look.tone]];
      drawMark(pen, shape, inCell(x, y, inner), color);
    } else if (look.fill !== null) {
      pen.fillStyle = look.fill;
      pen.fillRect(x + 0.5, y + 0.5, inner - 1, inner - 1);
      if (look.shape !== 'disc') drawMark(pen, look.shape, inCell(x, y, inner), palette.panel);
    } else drawMark(pen, look.shape, { left: x, top: y, size: inner }, palette[look.tone]);
  }
}

/** The size of a mark in a cell that has a colour of its own. */
const MARK_IN_CELL = 0.62;

/** Opacity of the dot of a hashing miner, so that others stand out by lightness too. */
const CALM = 0.5;

function isHashingShape(shape: CellShape): boolean {
  return shape === 'disc' || shape === 'partial';
}

/**
 * Draws cells that are too small for a mark: by state as patterns of pixels, of which hashing miners
 * are paler; by a value as dots. What is unknown is grey and has half the height, which no value has.
 */
function drawHeat(
  pen: CanvasRenderingContext2D,
  looks: readonly (CellLook | null)[],
  selected: readonly boolean[],
  { columns, cellPx }: CellGrid,
  palette: Palette,
): void {
  const inner = cellPx - 1;
  for (const [i, look] of looks.entries()) {
    const x = (i % columns) * cellPx;
    const y = Math.floor(i / columns) * cellPx;
    if (look === null) continue;
    if (selected[i] === true) {
      pen.fillStyle = palette.accent;
      pen.fillRect(x, y, cellPx, cellPx);
    }
    pen.fillStyle = look.isUnknown ? palette.grey : (look.fill ?? palette[look.tone]);
    if (look.fill !== null) {
      pen.fillRect(x, y, inner, inner);
      continue;
    }
    pen.globalAlpha = isHashingShape(look.shape) && !look.isUnknown ? CALM : 1;
    // The edge of a selected cell stays visible.
    const most = selected[i] === true ? inner : cellPx;
    for (const [left, top, w, h] of heatMark(look.isUnknown ? 'dash' : look.shape, cellPx))
      pen.fillRect(x + left, y + top, Math.min(w, most - left), Math.min(h, most - top));
    pen.globalAlpha = 1;
  }
}

interface Square {
  readonly left: number;
  readonly top: number;
  readonly size: number;
}

/** Where a mark is in a filled or hollow cell of this size, whose edge stays visible. */
function inCell(left: number, top: number, cellSize: number): Square {
  const size = cellSize * MARK_IN_CELL;
  const edge = (cellSize - size) / 2;
  return { left: left + edge, top: top + edge, size };
}

/** Draws a mark like StateMark, which uses a square of 12. */
function drawMark(pen: CanvasRenderingContext2D, shape: CellShape, { left, top, size }: Square, color: string): void {
  const unit = size / 12;
  const x = (at: number): number => left + at * unit;
  const y = (at: number): number => top + at * unit;
  pen.fillStyle = color;
  pen.strokeStyle = color;
  pen.lineWidth = Math.max(1, 1.4 * unit);
  pen.beginPath();
  switch (shape) {
    case 'disc':
      pen.arc(x(6), y(6), 4.8 * unit, 0, 2 * Math.PI);
      pen.fill();
      break;
    case 'partial':
      pen.moveTo(x(6), y(6));
      pen.arc(x(6), y(6), 4.8 * unit, 0, 1.5 * Math.PI);
      pen.fill();
      break;
    case 'square':
      pen.fillRect(x(0.8), y(0.8), 10.4 * unit, 10.4 * unit);
      break;
    case 'dash':
      pen.fillRect(x(2), y(5), 8 * unit, 2 * unit);
      break;
    case 'pause':
      pen.fillRect(x(2.4), y(2), 2.6 * unit, 8 * unit);
      pen.fillRect(x(7), y(2), 2.6 * unit, 8 * unit);
      break;
    case 'triangle':
      fillPath(pen, [x(6), y(1.2), x(11), y(10.4), x(1), y(10.4)]);
      break;
    case 'diamond':
      fillPath(pen, [x(6), y(0.3), x(11.7), y(6), x(6), y(11.7), x(0.3), y(6)]);
      break;
    case 'cross':
      pen.moveTo(x(2), y(2));
      pen.lineTo(x(10), y(10));
      pen.moveTo(x(10), y(2));
      pen.lineTo(x(2), y(10));
      pen.lineWidth = Math.max(1.5, 2 * unit);
      pen.stroke();
      break;
    default:
      shape satisfies never;
  }
}

function fillPath(pen: CanvasRenderingContext2D, points: readonly number[]): void {
  pen.moveTo(points[0] ?? 0, points[1] ?? 0);
  for (let i = 2; i < points.length; i += 2) pen.lineTo(points[i] ?? 0, points[i + 1] ?? 0);
  pen.fill();
}
