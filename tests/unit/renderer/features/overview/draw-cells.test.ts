import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CellLook } from '../../../../../src-renderer/features/overview/rack-map/cell-looks.ts';
import { drawCells } from '../../../../../src-renderer/features/overview/rack-map/draw-cells.ts';
import { PALETTES } from '../../../../../src-renderer/ui/theme/palettes.ts';

const palette = PALETTES.dark;
const LOW = '#123456';
const hashing = { shape: 'disc', tone: 'green' } as const;
const known = { isUnknown: false, inMaintenance: false } as const;
const low: CellLook = { ...hashing, ...known, fill: LOW };
const unknown: CellLook = { ...hashing, ...known, fill: null, isUnknown: true };

beforeEach(() => {
  vi.stubGlobal('window', { devicePixelRatio: 1 });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** What is filled and outlined for the looks, each as "colour opacity width x height". */
function drawn(looks: readonly (CellLook | null)[], cellPx: number, selected: readonly boolean[] = []): string[] {
  const found: string[] = [];
  const pen = {
    fillStyle: '',
    strokeStyle: '',
    globalAlpha: 1,
    fillRect: (_x: number, _y: number, w: number, h: number) =>
      found.push(`${pen.fillStyle} ${pen.globalAlpha} ${w}x${h}`),
    strokeRect: (_x: number, _y: number, w: number, h: number) => found.push(`outline ${pen.strokeStyle} ${w}x${h}`),
  };
  for (const nothing of ['setTransform', 'clearRect', 'beginPath', 'arc', 'fill', 'moveTo', 'lineTo']) {
    Object.assign(pen, { [nothing]: () => undefined });
  }
  Object.assign(pen, { stroke: () => found.push(`line ${pen.strokeStyle}`) });
  const canvas = { width: 0, height: 0, getContext: () => pen } as unknown as HTMLCanvasElement;
  drawCells(canvas, looks, selected, { columns: 10, cellPx }, palette);
  return found;
}

it.each([5, 20])('an unknown value does not look like a low one, nor like a state, in cells of %i px', (cellPx) => {
  const [ofLow, ofUnknown] = [drawn([low], cellPx), drawn([unknown], cellPx)];
  expect(ofLow.join()).toContain(LOW);
  expect(ofUnknown.join()).not.toContain(palette.green);
  expect(ofUnknown).not.toEqual(drawn([{ ...hashing, ...known, fill: null }], cellPx));
  expect(ofUnknown.at(-1)).toContain(palette.grey);
});

it('an unknown value is a dash in an outline, and half a dot where there is no room for that', () => {
  expect(drawn([unknown], 20)[0]).toBe(`outline ${palette.control} 16x16`);
  expect(drawn([unknown], 5)).toEqual([`${palette.grey} 1 4x2`]);
  expect(drawn([low], 5)).toEqual([`${LOW} 1 4x4`]);
});

it('a selected critical cell shows its selection at its edge, however small it is', () => {
  const critical: CellLook = { shape: 'square', tone: 'red', fill: null, ...known };
  expect(drawn([critical], 4)).toEqual([`${palette.red} 1 4x4`]);
  expect(drawn([critical], 4, [true])).toEqual([`${palette.accent} 1 4x4`, `${palette.red} 1 3x3`]);
});

it('a miner in maintenance has a wrench beside its mark, and only a corner where there is no room for that', () => {
  const state: CellLook = { ...hashing, ...known, fill: null };
  expect(drawn([state], 20)).toEqual([]);
  expect(drawn([{ ...state, inMaintenance: true }], 20)).toEqual([`line ${palette.text}`, `line ${palette.text}`]);
  // On the colour of a value it is still seen.
  expect(drawn([{ ...low, inMaintenance: true }], 20).slice(-2)).toEqual(Array(2).fill(`line ${palette.panel}`));
  expect(drawn([{ ...state, inMaintenance: true }], 5)).toEqual([`${palette.green} 1 1x4`, `${palette.green} 1 3x1`]);
  expect(drawn([{ ...low, inMaintenance: true }], 5)).toEqual([`${LOW} 1 1x4`, `${LOW} 1 3x1`]);
});
