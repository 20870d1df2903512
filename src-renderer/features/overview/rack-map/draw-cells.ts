import type { Palette } from '../../../ui/theme/palettes.ts';
import type { CellLook, CellShape } from './cell-looks.ts';
import { isHeat } from './cell-sizes.ts';
import { drawMark, drawWrench, type Square } from './draw-marks.ts';
import { heatMark } from './heat-marks.ts';

/** Cells of a box on its canvas, in CSS pixels. */
export interface CellGrid {
  readonly columns: number;
  readonly cellPx: number;
}

/**
 * Draws the cells of one box. Coloured by state, a cell is its mark. Coloured by a value, it is
 * filled, and contains the mark of a state other than hashing. An unknown value is hollow, with the
 * mark of the state or a dash, so that no state is shown by colour alone. A miner in maintenance has
 * a wrench at the lower right. Null is an empty slot, drawn as an outline. Very small cells have
 * simpler marks.
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
      drawMark(pen, shape, inCell(look, x, y, inner), color);
    } else if (look.fill !== null) {
      pen.fillStyle = look.fill;
      pen.fillRect(x + 0.5, y + 0.5, inner - 1, inner - 1);
      if (look.shape !== 'disc') drawMark(pen, look.shape, inCell(look, x, y, inner), palette.panel);
    } else {
      const size = look.inMaintenance ? inner * MARK_BESIDE_WRENCH : inner;
      drawMark(pen, look.shape, { left: x, top: y, size }, palette[look.tone]);
    }
    if (look.inMaintenance) {
      const size = inner * WRENCH;
      const corner = { left: x + inner - size, top: y + inner - size, size };
      drawWrench(pen, corner, look.fill === null ? palette.text : palette.panel);
    }
  }
}

/** The size of a mark in a cell that has a colour of its own. */
const MARK_IN_CELL = 0.62;
/** The sizes of a mark at the upper left, and of the wrench at the lower right. */
const MARK_BESIDE_WRENCH = 0.68;
const WRENCH = 0.54;

/** Opacity of the dot of a hashing miner, so that others stand out by lightness too. */
const CALM = 0.5;

function isHashingShape(shape: CellShape): boolean {
  return shape === 'disc' || shape === 'partial';
}

/**
 * Draws cells that are too small for a mark: by state as patterns of pixels, of which hashing miners
 * are paler; by a value as dots. What is unknown is grey and has half the height, which no value has.
 * Of a miner in maintenance only the lower right corner is drawn.
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
    if (look.inMaintenance) {
      for (const [left, top, w, h] of heatMark('corner', cellPx)) pen.fillRect(x + left, y + top, w, h);
      continue;
    }
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

/** Where a mark is in a filled or hollow cell of this size, whose edge stays visible. */
function inCell({ inMaintenance }: CellLook, left: number, top: number, cellSize: number): Square {
  const size = cellSize * MARK_IN_CELL;
  if (inMaintenance) return { left: left + 1, top: top + 1, size: size * MARK_BESIDE_WRENCH };
  const edge = (cellSize - size) / 2;
  return { left: left + edge, top: top + edge, size };
}
