import { expect, it } from 'vitest';
import { isOutside, numberOf } from '../../../../src-renderer/ui/forms/typed-number.ts';
import { uiTexts } from '../../../../src-renderer/ui/ui-texts.ts';

it('what a field for a number holds is a number, nothing, or no number yet', () => {
  expect(['0.', '0.0', '0.06', '1.', '06', '-5', 7].map(numberOf)).toEqual([0, 0, 0.06, 1, 6, -5, 7]);
  expect(['', ' '].map(numberOf)).toEqual([null, null]);
  expect(['-', '.', '-.'].map(numberOf)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});

it('a number outside the bounds of a field is said to be so, and never made another one', () => {
  const rows = { least: 1, most: 60, whole: true };
  expect([0, 61, 999, 1.5].map((value) => isOutside(value, rows))).toEqual([true, true, true, true]);
  expect([1, 60, null].map((value) => isOutside(value, rows))).toEqual([false, false, false]);
  expect(isOutside(1e9, { least: 0.1, most: null, whole: false })).toBe(false);
  expect(uiTexts.outside(rows)).toBe('A whole number from 1 to 60');
  expect(uiTexts.outside({ least: 0.1, most: null, whole: false })).toBe('A number of at least 0.1');
});
