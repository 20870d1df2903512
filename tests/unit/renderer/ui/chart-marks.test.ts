import type uPlot from 'uplot';
import { afterAll, expect, it, vi } from 'vitest';
import { PALETTES } from '../../../../src-renderer/ui/theme/palettes.ts';

vi.mock('uplot', () => ({ default: { pxRatio: 1 } }));
// Another file of this worker may have loaded it already, with the real library.
vi.resetModules();
afterAll(() => vi.resetModules());
const { drawMarks, marksAt } = await import('../../../../src-renderer/ui/charts/chart-marks.ts');

/** A chart of 1,000 px, where a second is one pixel and a letter ten. */
function drawnWords(
  marks: readonly { atS: number; word: string; isMinor?: boolean }[],
): { word: string; from: number }[] {
  const drawn: { word: string; from: number }[] = [];
  const ctx = {
    // As left by the axes.
    textAlign: 'right',
    measureText: (word: string) => ({ width: word.length * 10 }),
    fillText(word: string, x: number) {
      drawn.push({ word, from: this.textAlign === 'left' ? x : x - word.length * 10 });
    },
  };
  const canvas = new Proxy(ctx, { get: (target, key) => Reflect.get(target, key) ?? (() => undefined) });
  const plot = { ctx: canvas, bbox: { left: 0, top: 0, width: 1000, height: 100 }, valToPos: (atS: number) => atS };
  drawMarks(plot as unknown as uPlot, marks, PALETTES.dark);
  return drawn;
}

it('puts the word of a mark right behind its line, and before it where the chart ends', () => {
  expect(
    drawnWords([
      { atS: 100, word: 'restart' },
      { atS: 990, word: 'began' },
    ]),
  ).toEqual([
    { word: 'restart', from: 104.5 },
    { word: 'began', from: 936.5 },
  ]);
});

it('leaves out the word that would cover another one, that of a minor event first', () => {
  const words = drawnWords([
    { atS: 100, word: 'PowerHive', isMinor: true },
    { atS: 130, word: '12 offline' },
    { atS: 155, word: 'restart' },
    { atS: 400, word: 'PowerHive', isMinor: true },
  ]);
  expect(words.map(({ word, from }) => `${from} ${word}`)).toEqual(['134.5 12 offline', '404.5 PowerHive']);
});

it('leaves out a word before its line where it would look like that of the line before', () => {
  const words = drawnWords([
    { atS: 950, word: 'job' },
    { atS: 980, word: 'restart' },
  ]);
  expect(words.map(({ word }) => word)).toEqual(['job']);
});

it('draws many events in few pixels as one with their number, and lists them at the pointer', () => {
  const many = Array.from({ length: 20 }, (_, i) => ({
    atS: 200 + i,
    word: 'restart',
    about: () => `0:${i} M${i} restarted`,
  }));
  const marks = [...many, { atS: 400, word: 'job' }];
  expect(drawnWords(marks).map(({ word }) => word)).toEqual(['20 events', 'job']);
  const plot = { bbox: { left: 0, top: 0, width: 1000, height: 100 }, valToPos: (atS: number) => atS };
  const listed = marksAt(plot as unknown as uPlot, marks, 205).split('\n');
  expect([listed[0], listed.length, listed.at(-1)]).toEqual(['0:0 M0 restarted', 13, 'and 8 more']);
  expect([marksAt(plot as unknown as uPlot, marks, 400), marksAt(plot as unknown as uPlot, marks, 300)]).toEqual([
    'job',
    '',
  ]);
});
