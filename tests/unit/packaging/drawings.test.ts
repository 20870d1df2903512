import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawAppIcon, drawTray, readMarkPath, TRAY_STATES } from '../../../scripts/packaging/drawings.ts';

const mark = readMarkPath(readFileSync(join(import.meta.dirname, '../../../resources/source/mark.svg'), 'utf8'));

describe('the drawings', () => {
  it('are all made from the outline of the one mark', () => {
    expect(drawAppIcon(mark, 256)).toContain(mark);
    for (const state of TRAY_STATES) expect(drawTray(mark, state, 'dark', 16)).toContain(mark);
  });

  it('give each state a shape of its own where there is no colour', () => {
    const shapes = TRAY_STATES.map((state) => drawTray(mark, state, 'template', 16));
    expect(new Set(shapes).size).toBe(TRAY_STATES.length);
    for (const shape of shapes) expect(shape).toContain('color="#000"');
  });

  it.each([16, 20, 24, 32, 48, 256])('put the upright sides on whole pixels at %i px', (sizePx) => {
    const scale = Number(/scale\(([\d.]+)\)/.exec(drawAppIcon(mark, sizePx))?.[1]);
    expect((sizePx / 2 - 6 * scale) % 1).toBeCloseTo(0);
  });

  it('say so when the mark has no outline', () => {
    expect(() => readMarkPath('<svg><circle r="3"/></svg>')).toThrow('mark.svg has no <path');
  });
});
