import { fitScale, type ScaledFigures, scaleAt } from './decimal-scale.ts';
import { type ByteReader, type ByteWriter, FrameDamage } from './frame-bytes.ts';

/**
 * One column of a frame: as many numbers as there are chips, each possibly null.
 *
 *     tag: u8 | where tag has NULLS: a bitmap, 1 = null | by the tag's form, for the values that
 *     are not null:
 *       EMPTY   nothing: there is none
 *       FLOATS  each as f64
 *       SERIES  scale: u8, first: signed varint; each is one more than the one before it
 *       PLANES  scale: u8, least: signed varint, width: u8 from 0 to 6; each as its distance from
 *               the least: first the lowest byte of all, then the next of all, because the upper
 *               bytes are almost all equal and compress well
 *
 * A scale converts whole numbers to figures. Only a form that returns the same bits is used.
 */
const NULLS = 0x80;
const EMPTY = 0;
const FLOATS = 1;
const SERIES = 2;
const PLANES = 3;

const WIDEST_BYTES = 6;

/** Values that are not finite are written as null: otherwise the frame would count as damaged. */
export function writeColumn(out: ByteWriter, figures: readonly (number | null)[]): void {
  const values = areKnownOrNull(figures) ? figures : figures.map((one) => (isKnownOrNull(one) ? one : null));
  const isWhole = !values.includes(null);
  const known = isWhole ? (values as readonly number[]) : values.filter((value) => value !== null);
  const nulls = isWhole ? 0 : NULLS;
  const fit = known.length === 0 ? null : fitScale(known);
  const asSeries = fit !== null && isSeries(fit.wholes);
  if (known.length === 0) out.u8(EMPTY | nulls);
  else if (fit === null) out.u8(FLOATS | nulls);
  else out.u8((asSeries ? SERIES : PLANES) | nulls);
  if (nulls !== 0) writeNulls(out, values);

  if (fit === null) for (const value of known) out.f64(value);
  else if (asSeries) {
    out.u8(fit.scale);
    out.signed(fit.wholes[0] as number);
  } else writePlanes(out, fit);
}

export function readColumn(from: ByteReader, count: number): (number | null)[] {
  const tag = from.u8();
  const isNull = (tag & NULLS) === 0 ? null : readNulls(from, count);
  const knownCount = isNull === null ? count : isNull.reduce((sum, itIs) => sum + (itIs ? 0 : 1), 0);
  const known = readKnown(from, tag & ~NULLS, knownCount);
  if (isNull === null) return known;
  let next = 0;
  return isNull.map((itIs) => (itIs ? null : (known[next++] ?? null)));
}

function isKnownOrNull(value: number | null): boolean {
  return value === null || Number.isFinite(value);
}

// Index loops, here and in writePlanes: `every` and `for ... of` create an object for each number.
function areKnownOrNull(values: readonly (number | null)[]): boolean {
  for (let i = 0; i < values.length; i++) if (!isKnownOrNull(values[i] as number | null)) return false;
  return true;
}

function isSeries(wholes: readonly number[]): boolean {
  for (let i = 1; i < wholes.length; i++) if (wholes[i] !== (wholes[i - 1] as number) + 1) return false;
  return wholes.length > 1;
}

function writePlanes(out: ByteWriter, { scale, wholes }: ScaledFigures): void {
  out.u8(scale);
  let least = wholes[0] as number;
  let most = least;
  for (let i = 1; i < wholes.length; i++) {
    const whole = wholes[i] as number;
    if (whole < least) least = whole;
    if (whole > most) most = whole;
  }
  const width = bytesFor(most - least);
  out.signed(least);
  out.u8(width);
  const planes = out.room(width * wholes.length);
  if (width <= 4) {
    // Almost always the case, and shifting 32-bit integers is several times as fast as dividing.
    let at = 0;
    for (let shift = 0; shift < 8 * width; shift += 8) {
      for (let i = 0; i < wholes.length; i++) planes[at++] = ((wholes[i] as number) - least) >>> shift;
    }
    return;
  }
  let at = 0;
  for (let plane = 0, unit = 1; plane < width; plane++, unit *= 0x100) {
    for (const whole of wholes) planes[at++] = Math.floor((whole - least) / unit) % 0x100;
  }
}

function readKnown(from: ByteReader, form: number, count: number): number[] {
  if (form === EMPTY && count === 0) return [];
  if (form === FLOATS) return Array.from({ length: count }, () => finiteOrDamage(from.f64()));
  if (form !== SERIES && form !== PLANES) throw new FrameDamage();
  const { divisor, factor } = scaleAt(from.u8());
  const first = from.signed();
  if (form === SERIES) return Array.from({ length: count }, (_, i) => ((first + i) / divisor) * factor);
  const width = from.u8();
  if (width > WIDEST_BYTES) throw new FrameDamage();
  const planes = from.take(width * count);
  const wholes = new Array<number>(count).fill(first);
  for (let plane = 0, unit = 1, at = 0; plane < width; plane++, unit *= 0x100) {
    for (let i = 0; i < count; i++) wholes[i] = (wholes[i] as number) + (planes[at++] as number) * unit;
  }
  return wholes.map((whole) => (whole / divisor) * factor);
}

function writeNulls(out: ByteWriter, values: readonly (number | null)[]): void {
  const bitmap = out.room(Math.ceil(values.length / 8));
  values.forEach((value, i) => {
    if (value === null) bitmap[i >> 3] = (bitmap[i >> 3] as number) | (1 << (i & 7));
  });
}

function readNulls(from: ByteReader, count: number): boolean[] {
  const bitmap = from.take(Math.ceil(count / 8));
  return Array.from({ length: count }, (_, i) => (((bitmap[i >> 3] as number) >> (i & 7)) & 1) === 1);
}

function bytesFor(range: number): number {
  let width = 0;
  for (let rest = range; rest >= 1; rest /= 0x100) width++;
  return width;
}

function finiteOrDamage(value: number): number {
  if (!Number.isFinite(value)) throw new FrameDamage();
  return value;
}
