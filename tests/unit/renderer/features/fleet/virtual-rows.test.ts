import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowSlot, rowWindow } from '../../../../../src-renderer/features/fleet/table/rows/virtual-rows.ts';

const seen = fc
  .record({
    count: fc.integer({ min: 1, max: 10_000 }),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    rows: fc.nat(60),
  })
  .map(({ count, at, rows }) => {
    const startIndex = Math.min(count - 1, Math.floor(at * count));
    return { count, startIndex, endIndex: Math.min(count - 1, startIndex + rows) };
  });

describe('the rows that are in the page', () => {
  it('are those that are seen and some around them, in one piece, as many as there are places', () => {
    fc.assert(
      fc.property(seen, fc.nat(80), (range, size) => {
        const indexes = rowWindow(range, size);
        const first = indexes[0] ?? -1;
        expect(indexes).toEqual(indexes.map((_, i) => first + i));
        expect(first).toBeGreaterThanOrEqual(0);
        expect(indexes.at(-1)).toBeLessThan(range.count);
        expect(first).toBeLessThanOrEqual(range.startIndex);
        expect(indexes.at(-1)).toBeGreaterThanOrEqual(range.endIndex);
        expect(indexes).toHaveLength(Math.min(range.count, Math.max(size, range.endIndex - range.startIndex + 1)));
      }),
    );
  });

  it('each have an element of their own, and those that stay keep theirs', () => {
    fc.assert(
      fc.property(seen, fc.nat(20), (range, step) => {
        const before = rowWindow(range, 50);
        const next = { ...range, startIndex: range.startIndex + step, endIndex: range.endIndex + step };
        if (next.endIndex >= range.count) return;
        const after = rowWindow(next, 50);
        const slots = after.map((index) => rowSlot(index, after.length));
        expect(new Set(slots).size).toBe(after.length);
        for (const index of before.filter((each) => after.includes(each)))
          expect(rowSlot(index, after.length)).toBe(rowSlot(index, before.length));
      }),
    );
  });
});
