import { expect, it } from 'vitest';
import { isOtherSelection } from '../../../../../src-renderer/features/fleet/bulk/use-forgotten-result.ts';

it('the result of a change is of the miners that were selected, until others are or none', () => {
  const other = (before: string[], now: string[], known: string[]) =>
    isOtherSelection(new Set(before), new Set(now), (id) => known.includes(id));
  const known = ['a', 'b', 'c'];
  expect(other(['a', 'b'], ['a', 'b'], known)).toBe(false);
  expect(other(['a', 'b'], ['a', 'b', 'c'], known)).toBe(true);
  expect(other(['a', 'b'], ['a'], known)).toBe(true);
  expect(other(['a', 'b'], [], known)).toBe(true);
  // The change removed them.
  expect(other(['a', 'b'], [], ['c'])).toBe(false);
});
