import { type CodedNumbers, type ColumnMemory, codesOfWholes, NO_CODE, withOwnCodes } from './coded-numbers.ts';
import { fitScale, scaleAt } from './decimal-scale.ts';
import { type ByteReader, type ByteWriter, FrameDamage } from './frame-bytes.ts';
import { readWholeNumbers, writeWholeNumbers } from './whole-numbers.ts';

/**
 * One column of a block: numbers or texts, each possibly null, in rows of equal length.
 *
 *     tag: u8 | if tag has NULLS: whole numbers, 1 = null | depending on the form in the tag, with
 *     a neighbour's value in place of each null:
 *       EMPTY    nothing: all are null
 *       FLOATS   each as f64: no scale returns exactly the same values
 *       WHOLES   scale: u8, whole numbers (whole-numbers.ts)
 *       TEXTS    count: varint, each as length: varint and UTF-8; then indexes as whole numbers
 */
const NULLS = 0x80;
const EMPTY = 0;
const FLOATS = 1;
const WHOLES = 2;
const TEXTS = 3;

export type Figure = number | null;

export function writeNumberColumn(out: ByteWriter, values: readonly Figure[], rowLength: number): void {
  const filled = fillNulls(out, values);
  if (filled === null) return;
  const fit = fitScale(filled);
  writeNulls(out, values, rowLength, fit === null ? FLOATS : WHOLES);
  if (fit === null) {
    for (const value of filled) out.f64(value);
    return;
  }
  out.u8(fit.scale);
  writeWholeNumbers(out, fit.wholes, rowLength);
}

/** The numbers of a column, NaN for null: no reading is NaN. */
export function readNumberColumn(from: ByteReader, count: number, rowLength: number): Float64Array {
  if (count === 0) return new Float64Array(0);
  const { form, isNull } = readHead(from, count, rowLength);
  if (form === EMPTY) return new Float64Array(count).fill(Number.NaN);
  let values: Float64Array;
  if (form === FLOATS) values = readFloats(from, count);
  else if (form === WHOLES) {
    const scale = scaleAt(from.u8());
    values = scaled(readWholeNumbers(from, count, rowLength), scale);
  } else throw new FrameDamage();
  if (isNull !== null) for (let i = 0; i < count; i++) if (isNull[i] === 1) values[i] = Number.NaN;
  return values;
}

/** The same, with each number stored once for all its rows if that is cheap. */
export function readCodedColumn(
  from: ByteReader,
  count: number,
  rowLength: number,
  memory: ColumnMemory,
): CodedNumbers {
  if (count === 0) return { codes: new Int32Array(0), values: new Float64Array(0) };
  const { form, isNull } = readHead(from, count, rowLength);
  if (form === EMPTY) return { codes: memory.codes(count).fill(NO_CODE), values: new Float64Array(0) };
  let coded: CodedNumbers;
  if (form === FLOATS) coded = withOwnCodes(readFloats(from, count), memory.codes(count));
  else if (form === WHOLES) {
    const scale = scaleAt(from.u8());
    coded = codesOfWholes(readWholeNumbers(from, count, rowLength, memory.numbers(count)), memory);
    scaled(coded.values, scale);
  } else throw new FrameDamage();
  if (isNull !== null) for (let i = 0; i < count; i++) if (isNull[i] === 1) coded.codes[i] = NO_CODE;
  return coded;
}

function readHead(from: ByteReader, count: number, rowLength: number): { form: number; isNull: Float64Array | null } {
  const tag = from.u8();
  const form = tag & ~NULLS;
  const hasNulls = (tag & NULLS) !== 0 && form !== EMPTY;
  return { form, isNull: hasNulls ? readWholeNumbers(from, count, rowLength) : null };
}

function readFloats(from: ByteReader, count: number): Float64Array {
  return new Float64Array(count).map(() => from.f64());
}

export function writeTextColumn(out: ByteWriter, values: readonly (string | null)[], rowLength: number): void {
  const filled = fillNulls(out, values);
  if (filled === null) return;
  writeNulls(out, values, rowLength, TEXTS);
  const places = new Map<string, number>();
  for (const text of filled) if (!places.has(text)) places.set(text, places.size);
  out.varint(places.size);
  for (const text of places.keys()) {
    const bytes = new TextEncoder().encode(text);
    out.varint(bytes.length);
    out.room(bytes.length).set(bytes);
  }
  writeWholeNumbers(
    out,
    filled.map((text) => places.get(text) as number),
    rowLength,
  );
}

export function readTextColumn(from: ByteReader, count: number, rowLength: number): (string | null)[] {
  if (count === 0) return [];
  const { form, isNull } = readHead(from, count, rowLength);
  if (form === EMPTY) return new Array<null>(count).fill(null);
  if (form !== TEXTS) throw new FrameDamage();
  const texts = Array.from({ length: from.varint() }, () => new TextDecoder().decode(from.take(from.varint())));
  const which = readWholeNumbers(from, count, rowLength);
  return Array.from(which, (place, i) => (isNull?.[i] === 1 ? null : (texts[place] ?? null)));
}

/** Converts whole numbers to figures, in place. */
function scaled(wholes: Float64Array, { divisor, factor }: ReturnType<typeof scaleAt>): Float64Array {
  if (divisor === 1 && factor === 1) return wholes;
  for (let i = 0; i < wholes.length; i++) wholes[i] = ((wholes[i] as number) / divisor) * factor;
  return wholes;
}

/**
 * The values with a neighbour in place of each null. Null if all are null; then the tag for that is
 * written if there are rows.
 */
function fillNulls<T>(out: ByteWriter, values: readonly (T | null)[]): readonly T[] | null {
  if (values.length > 0 && !values.includes(null)) return values as readonly T[];
  let last = values.find((value) => value !== null);
  if (last === undefined || last === null) {
    if (values.length > 0) out.u8(EMPTY);
    return null;
  }
  return values.map((value) => {
    last = value ?? last;
    return last as T;
  });
}

/** Writes the tag, and which values are null. */
function writeNulls<T>(out: ByteWriter, values: readonly (T | null)[], rowLength: number, form: number): void {
  const hasNulls = values.includes(null);
  out.u8(form | (hasNulls ? NULLS : 0));
  if (!hasNulls) return;
  const isNull = values.map((value) => (value === null ? 1 : 0));
  writeWholeNumbers(out, isNull, rowLength);
}
