import type { Range } from '@tanstack/react-virtual';

/**
 * The rows that are rendered: `size` of them around the visible ones, or all if there are fewer.
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
 * The slot of the element that shows a row. When the table scrolls, elements of rows that leave the
 * window are reused for rows that enter it, so that none is created or removed.
 */
export function rowSlot(index: number, windowLength: number): number {
  return index % windowLength;
}
