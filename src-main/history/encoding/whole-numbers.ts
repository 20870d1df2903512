import { type ByteReader, type ByteWriter, FrameDamage } from './frame-bytes.ts';
import { readUnsigned, unsignedCost, writeUnsigned } from './unsigned-numbers.ts';

/**
 * Whole numbers of a block, as rows of equal length that belong together (one chip through an
 * hour), each within ±2^47:
 *
 *     way: u8 | one number for each row, coded the same way (a signed varint if there is one row)
 *     | depending on the way, the rest
 *       LEVEL    that number is the row's least; the rest is how far each is above it
 *       STEPS    that number is the row's first; the rest, after the smallest step of all as a
 *                signed varint, is how far each further step is above that one
 *
 * The rest is unsigned (unsigned-numbers.ts). LEVEL suits noise around a level, STEPS drifts and
 * counters.
 */
const LEVEL = 0;
const STEPS = 1;

export function writeWholeNumbers(out: ByteWriter, wholes: readonly number[], rowLength: number): void {
  const level = aboveLevel(wholes, rowLength);
  const levelCost = unsignedCost(level.rest);
  const steps = rowLength > 1 && levelCost > 0 ? aboveSteps(wholes, rowLength) : null;
  const takesSteps = steps !== null && unsignedCost(steps.rest) < levelCost;
  const { heads, rest } = takesSteps ? steps : level;
  out.u8(takesSteps ? STEPS : LEVEL);
  if (heads.length === 1) out.signed(heads[0] as number);
  else writeWholeNumbers(out, heads, heads.length);
  if (takesSteps) out.signed(steps.least);
  writeUnsigned(out, rest);
}

/** The numbers, in the given memory, whose length must be their count. */
export function readWholeNumbers(
  from: ByteReader,
  count: number,
  rowLength: number,
  into: Float64Array = new Float64Array(count),
): Float64Array {
  const way = from.u8();
  const rows = Math.ceil(count / rowLength);
  const heads = rows === 1 ? [from.signed()] : readWholeNumbers(from, rows, rows);
  if (way === LEVEL) {
    readUnsigned(from, into);
    for (let row = 0, start = 0; row < rows; row++, start += rowLength) {
      const head = heads[row] as number;
      const end = Math.min(count, start + rowLength);
      for (let i = start; i < end; i++) into[i] = (into[i] as number) + head;
    }
    return into;
  }
  if (way !== STEPS) throw new FrameDamage();
  const least = from.signed();
  // At the end of the memory, so that each step is read before it is overwritten.
  const rest = into.subarray(rows);
  readUnsigned(from, rest);
  for (let row = 0, start = 0, next = 0; row < rows; row++, start += rowLength) {
    let whole = heads[row] as number;
    into[start] = whole;
    const end = Math.min(count, start + rowLength);
    for (let i = start + 1; i < end; i++) {
      whole += least + (rest[next++] as number);
      into[i] = whole;
    }
  }
  return into;
}

function aboveLevel(wholes: readonly number[], rowLength: number): { heads: number[]; rest: number[] } {
  const heads: number[] = [];
  const rest = new Array<number>(wholes.length);
  for (let start = 0; start < wholes.length; start += rowLength) {
    const end = Math.min(wholes.length, start + rowLength);
    let least = wholes[start] as number;
    for (let i = start + 1; i < end; i++) least = Math.min(least, wholes[i] as number);
    heads.push(least);
    for (let i = start; i < end; i++) rest[i] = (wholes[i] as number) - least;
  }
  return { heads, rest };
}

function aboveSteps(wholes: readonly number[], rowLength: number): { heads: number[]; rest: number[]; least: number } {
  const heads: number[] = [];
  const rest: number[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < wholes.length; i++) {
    if (i % rowLength === 0) {
      heads.push(wholes[i] as number);
      continue;
    }
    const step = (wholes[i] as number) - (wholes[i - 1] as number);
    least = Math.min(least, step);
    rest.push(step);
  }
  if (rest.length === 0) least = 0;
  for (let i = 0; i < rest.length; i++) rest[i] = (rest[i] as number) - least;
  return { heads, rest, least };
}
