import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { comparePixels, type Pixels, readPixels } from '../fixtures/page/png-diff.ts';

const icon = readFileSync(resolve(import.meta.dirname, '../../resources/icon.png'));

it('finds the pixels in which two pictures differ, and lets a rounded shade pass', () => {
  const one = readPixels(icon);
  expect([one.width, one.height]).toEqual([1024, 1024]);
  expect(new Set(one.bytes).size).toBeGreaterThan(2);
  const other: Pixels = { ...one, bytes: one.bytes.slice() };
  const at = (x: number, y: number): number => (y * one.width + x) * one.channels;
  const shift = (place: number, by: number): void => {
    const before = other.bytes[place] ?? 0;
    other.bytes[place] = before + (before < 128 ? by : -by);
  };
  expect(comparePixels(one, other).count).toBe(0);
  shift(at(512, 512), 24);
  expect(comparePixels(one, other).count).toBe(0);
  shift(at(3, 1), 40);
  shift(at(512, 700) + 2, 60);
  const { count, places, picture } = comparePixels(one, other);
  expect({ count, places }).toEqual({
    count: 2,
    places: [
      [3, 1],
      [512, 700],
    ],
  });
  // The drawn difference is a picture too: red where they differ, white elsewhere.
  const drawn = readPixels(picture);
  const pixel = (x: number, y: number): number[] => [
    ...drawn.bytes.subarray((y * 1024 + x) * 3, (y * 1024 + x) * 3 + 3),
  ];
  expect([pixel(3, 1), pixel(4, 1)]).toEqual([
    [255, 0, 0],
    [255, 255, 255],
  ]);
  expect(() => comparePixels(one, { ...one, width: 512 })).toThrow('1024 × 1024');
});
