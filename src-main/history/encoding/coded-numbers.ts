/** The code of a row without a value. */
export const NO_CODE = -1;

/**
 * A column of numbers with few different ones: a chip has the same few figures all day. The cost of
 * a number (its text, its dictionary entry) is paid once for each of `values`, not for each row.
 */
export interface CodedNumbers {
  /** For each row an index in `values`, or `NO_CODE`. */
  readonly codes: Int32Array;
  /** A number may be present more than once, or without a row; the latter may be NaN. */
  readonly values: Float64Array;
}

/** Whole numbers with a larger range are not looked up in a table. */
const WIDEST_SPAN = 65_536;

/** Memory for one column after another. A result is valid until the next request. */
export class ColumnMemory {
  #numbers = new Float64Array(0);
  #values = new Float64Array(0);
  #codes = new Int32Array(0);
  readonly #table = new Int32Array(WIDEST_SPAN);

  numbers(count: number): Float64Array {
    if (this.#numbers.length < count) this.#numbers = new Float64Array(count);
    return this.#numbers.subarray(0, count);
  }

  values(count: number): Float64Array {
    if (this.#values.length < count) this.#values = new Float64Array(count);
    return this.#values.subarray(0, count);
  }

  codes(count: number): Int32Array {
    if (this.#codes.length < count) this.#codes = new Int32Array(count);
    return this.#codes.subarray(0, count);
  }

  /** For each whole number of a range its code plus one; 0 until it has one. */
  table(span: number): Int32Array {
    return this.#table.subarray(0, span).fill(0);
  }
}

/** Codes of whole numbers, by a table of all numbers between the lowest and the highest. */
export function codesOfWholes(wholes: Float64Array, memory: ColumnMemory): CodedNumbers {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < wholes.length; i++) {
    const whole = wholes[i] as number;
    if (whole < least) least = whole;
    if (whole > most) most = whole;
  }
  const span = most - least + 1;
  if (!(span <= WIDEST_SPAN)) return withOwnCodes(wholes, memory.codes(wholes.length));
  const codes = memory.codes(wholes.length);
  const values = memory.values(Math.min(wholes.length, span));
  const table = memory.table(span);
  let count = 0;
  for (let i = 0; i < wholes.length; i++) {
    const whole = wholes[i] as number;
    const known = table[whole - least] as number;
    if (known === 0) {
      values[count] = whole;
      codes[i] = count++;
      table[whole - least] = count;
    } else codes[i] = known - 1;
  }
  return { codes, values: values.subarray(0, count) };
}

/** One code for each number, in order; none for NaN. */
export function withOwnCodes(values: Float64Array, codes: Int32Array = new Int32Array(values.length)): CodedNumbers {
  for (let i = 0; i < codes.length; i++) codes[i] = Number.isNaN(values[i]) ? NO_CODE : i;
  return { codes, values };
}
