import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LEAST_SIZE, openingBounds } from '../../../src-main/desktop/window/window-bounds.ts';
import { readWindowBounds, writeWindowBounds } from '../../../src-main/desktop/window/window-bounds-file.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const beside = { x: 1440, y: 0, width: 2560, height: 1440 };
const bounds = { x: 1600, y: 100, width: 1500, height: 1000, maximized: false };

describe('where the window opens', () => {
  it('is where it was left', () => {
    expect(openingBounds(bounds, [laptop, beside])).toEqual(bounds);
    expect(openingBounds({ ...bounds, maximized: true }, [laptop, beside]).maximized).toBe(true);
  });

  it('is in the middle of what is there when the display it was on is gone, and no larger', () => {
    expect(openingBounds(bounds, [laptop])).toEqual({ width: 1440, height: 875, maximized: false });
  });

  it('is not where only a corner could be seen, or its upper edge not reached', () => {
    expect(openingBounds({ ...bounds, x: 1440 + 2560 - 50 }, [laptop, beside])).not.toHaveProperty('x');
    expect(openingBounds({ ...bounds, y: -900 }, [laptop, beside])).not.toHaveProperty('y');
    expect(openingBounds({ ...bounds, y: 1430 }, [laptop, beside])).not.toHaveProperty('y');
  });

  it('is never too small to use', () => {
    expect(openingBounds({ ...bounds, width: 3, height: 3 }, [beside])).toMatchObject(LEAST_SIZE);
  });

  it('fits the display at the first start', () => {
    expect(openingBounds(null, [{ x: 0, y: 0, width: 1280, height: 720 }])).toEqual({
      width: 1280,
      height: 720,
      maximized: false,
    });
    expect(openingBounds(null, [])).toMatchObject({ maximized: false });
  });
});

describe('the file that remembers it', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'powerhive-window-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gives back what was written, and leaves nothing beside it', () => {
    const file = join(folder, 'window.json');
    writeWindowBounds(file, bounds);
    expect(readWindowBounds(file)).toEqual(bounds);
    expect(readdirSync(folder)).toEqual(['window.json']);
  });

  it.each([
    '',
    'null',
    '{}',
    '{"x":1e400}',
    JSON.stringify({ ...bounds, width: '900' }),
    JSON.stringify({ ...bounds, height: -5 }),
  ])('counts for nothing when it holds %s', (text) => {
    const file = join(folder, 'window.json');
    writeFileSync(file, text);
    expect(readWindowBounds(file)).toBeNull();
  });

  it('counts for nothing when it is not there', () => {
    expect(readWindowBounds(join(folder, 'none.json'))).toBeNull();
  });
});
