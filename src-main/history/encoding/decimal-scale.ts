import { FrameDamage } from './frame-bytes.ts';

/**
 * A figure is `whole / divisor * factor`, in this order, because the decimal text of a miner was
 * multiplied with the unit of its hash rate in the same way: `262.13` GH/s results in exactly the
 * same double. Only append: the index in this list is stored.
 */
const SCALES: readonly { readonly divisor: number; readonly factor: number }[] = [
  { divisor: 1, factor: 1 },
  { divisor: 10, factor: 1 },
  { divisor: 100, factor: 1 },
  { divisor: 1, factor: 1e9 },
  { divisor: 10, factor: 1e9 },
  { divisor: 100, factor: 1e9 },
  { divisor: 1, factor: 1e6 },
  { divisor: 10, factor: 1e6 },
  { divisor: 100, factor: 1e6 },
  { divisor: 1, factor: 1e8 },
  { divisor: 1, factor: 1e7 },
  { divisor: 1, factor: 1e5 },
  { divisor: 1, factor: 1e4 },
  { divisor: 1000, factor: 1 },
  { divisor: 1, factor: 1e10 },
  { divisor: 1, factor: 1e11 },
  { divisor: 1, factor: 1e12 },
];

/** Tried in this order, coarse before fine, so that the whole numbers are as small as possible. */
const COARSE_TO_FINE = [16, 15, 14, 3, 9, 4, 10, 5, 6, 11, 7, 12, 8, 0, 1, 2, 13];

const LARGEST_WHOLE = 2 ** 47;

/** Figures as whole numbers, and the scale for converting them back. */
export interface ScaledFigures {
  readonly scale: number;
  readonly wholes: readonly number[];
}

/**
 * The coarsest scale in which every value is a whole number and converts back exactly; null if
 * there is none.
 */
export function fitScale(values: readonly number[]): ScaledFigures | null {
  for (const scale of COARSE_TO_FINE) {
    const wholes = wholesIn(values, scale);
    if (wholes !== null) return { scale, wholes };
  }
  return null;
}

function isPlainWhole(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= LARGEST_WHOLE && !Object.is(value, -0);
}

function wholesIn(values: readonly number[], scale: number): readonly number[] | null {
  const { divisor, factor } = scaleAt(scale);
  if (divisor === 1 && factor === 1 && values.every(isPlainWhole)) return values;
  // No whole number stands for a negative zero: adding 0 makes it positive, which differs from the
  // value.
  const wholeOf = (value: number): number => Math.round((value / factor) * divisor) + 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const whole = wholeOf(value);
    // Written so that NaN fits no scale: every comparison with it is false.
    if (!Object.is((whole / divisor) * factor, value) || !(Math.abs(whole) <= LARGEST_WHOLE)) return null;
  }
  return values.map(wholeOf);
}

/** Throws `FrameDamage` for a scale that does not exist. */
export function scaleAt(index: number): { divisor: number; factor: number } {
  const scale = SCALES[index];
  if (scale === undefined) throw new FrameDamage();
  return scale;
}
