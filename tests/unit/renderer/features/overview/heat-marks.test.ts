import { expect, it } from 'vitest';
import { CELL_SIZES, isHeat } from '../../../../../src-renderer/features/overview/rack-map/cell-sizes.ts';
import { type HeatShape, heatMark } from '../../../../../src-renderer/features/overview/rack-map/heat-marks.ts';

const STATES = ['disc', 'partial', 'square', 'diamond', 'triangle', 'dash', 'pause', 'cross'] as const;
const SHAPES: readonly HeatShape[] = [...STATES, 'corner'];
const SIZES = CELL_SIZES.filter(isHeat);

/** The pixels of a cell, a row a line. */
function pixels(shape: HeatShape, cellPx: number): string[] {
  const grid = Array.from({ length: cellPx }, () => Array.from({ length: cellPx }, () => '.'));
  for (const [x, y, width, height] of heatMark(shape, cellPx)) {
    for (const value of [x, y, width, height]) expect(Number.isInteger(value), `${shape} ${cellPx}`).toBe(true);
    for (let row = y; row < y + height; row++)
      for (let column = x; column < x + width; column++) {
        const line = grid[row];
        if (line?.[column] === undefined) throw new Error(`${shape} leaves its cell of ${cellPx} px`);
        line[column] = '#';
      }
  }
  return grid.map((row) => row.join(''));
}

it.each(SIZES)('states differ by more than a pixel or two in cells of %i px', (cellPx) => {
  for (const [i, one] of SHAPES.entries())
    for (const other of SHAPES.slice(i + 1)) {
      const [a, b] = [pixels(one, cellPx).join(''), pixels(other, cellPx).join('')];
      const different = [...a].filter((pixel, at) => pixel !== b[at]).length;
      expect(different, `${one} and ${other}`).toBeGreaterThanOrEqual(cellPx - 1);
    }
});

it('what is critical or offline has the most weight', () => {
  expect(pixels('square', 4)).toEqual(['####', '####', '####', '####']);
  expect(pixels('cross', 4)).toEqual(['#..#', '.##.', '.##.', '#..#']);
  expect(pixels('diamond', 4)).toEqual(['.#..', '###.', '.#..', '....']);
  expect(pixels('diamond', 8)[3]).toBe('#######.');
});
