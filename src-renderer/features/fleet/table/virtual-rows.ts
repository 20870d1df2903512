import type { Range } from '@tanstack/react-virtual';

/**
 * Rows that are in the page: `size` of them, or all where there are fewer, around those that are
 * seen.
 */
export function rowWindow(
  { startIndex, endIndex, count }: Pick<Range, 'startIndex' | 'endIndex' | 'count'>,
  size: number,
): number[] {
  const length = Math.min(count, Math.max(size, endIndex - startIndex + 1));
  const before = Math.floor((length - (endIndex - startIndex + 1)) / 2);
  const first = Math.max(0, Math.min(startIndex - before, count - length));
  return Array.from({ length }, (_, i) => first + i);
}

/**
 * The element that shows a row. As the window moves on, the rows that leave it lend their elements
 * to those that come in: nothing is made or thrown away while the table is scrolled.
 */
export function rowSlot(index: number, windowLength: number): number {
  return index % windowLength;
}
