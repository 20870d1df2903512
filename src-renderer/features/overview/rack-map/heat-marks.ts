import type { CellShape } from './cell-looks.ts';

/** A filled rectangle in a cell, in whole pixels. */
export type Run = readonly [x: number, y: number, width: number, height: number];

/** `corner`: in maintenance, in the colour of the state. */
export type HeatShape = CellShape | 'corner';

const known = new Map<string, readonly Run[]>();

/**
 * The mark of a state in a cell that is too small to draw it: a pattern of whole pixels, so that
 * states differ by shape also there. What is critical or offline covers the gap between cells too,
 * to stand out among thousands.
 */
export function heatMark(shape: HeatShape, cellPx: number): readonly Run[] {
  const key = `${shape} ${cellPx}`;
  const mark = known.get(key) ?? markOf(shape, cellPx);
  known.set(key, mark);
  return mark;
}

function markOf(shape: HeatShape, cellPx: number): readonly Run[] {
  const inner = cellPx - 1;
  switch (shape) {
    case 'disc':
      return [[0, 0, inner, inner]];
    case 'partial': {
      const [left, top] = [Math.floor(inner / 2), Math.ceil(inner / 2)];
      return [
        [0, 0, left, top],
        [0, top, inner, inner - top],
      ];
    }
    case 'square':
      return [[0, 0, cellPx, cellPx]];
    case 'diamond':
      return rows(inner, (y) => 2 * Math.min(y, inner - 1 - y) + 2 - (inner % 2));
    case 'triangle':
      return rows(inner, (y) => 2 * Math.floor(y / 2) + 2 - (inner % 2));
    case 'dash': {
      const height = Math.round(inner / 2);
      return [[0, Math.floor((inner - height) / 2), inner, height]];
    }
    case 'pause': {
      const width = Math.floor(inner / 3);
      return [
        [0, 0, width, inner],
        [inner - width, 0, width, inner],
      ];
    }
    case 'cross':
      return cross(cellPx);
    case 'corner': {
      const width = Math.max(1, Math.floor(inner / 3));
      return [
        [inner - width, 0, width, inner],
        [0, inner - width, inner - width, width],
      ];
    }
  }
}

/** One run in the middle of each row. */
function rows(size: number, widthOf: (y: number) => number): readonly Run[] {
  return Array.from({ length: size }, (_, y): Run => [(size - widthOf(y)) / 2, y, widthOf(y), 1]);
}

function cross(size: number): readonly Run[] {
  const width = Math.max(1, Math.floor(size / 3));
  return Array.from({ length: size }, (_, y): readonly Run[] => {
    const left = Math.round((y * (size - width)) / (size - 1));
    return [
      [left, y, width, 1],
      [size - width - left, y, width, 1],
    ];
  }).flat();
}
