import { expect, it } from 'vitest';
import { numberOf } from '../../../src-renderer/ui/forms/typed-number.ts';

it('what a field for a number holds is a number, nothing, or no number yet', () => {
  expect(['0.', '0.0', '0.06', '1.', '06', '-5', 7].map(numberOf)).toEqual([0, 0, 0.06, 1, 6, -5, 7]);
  expect(['', ' '].map(numberOf)).toEqual([null, null]);
  expect(['-', '.', '-.'].map(numberOf)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});
