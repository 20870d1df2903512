import { zstdDecompressSync } from 'node:zlib';
import { type ByteReader, ByteWriter, FrameDamage } from './frame-bytes.ts';
import { zstd } from './zstd.ts';

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
 * The rest is unsigned, has the bit width in its tag, and is written in the smallest of three
 * forms: packed to this width; in planes of eight bits, each compressed with zstd; or its lowest
 * bits packed and the upper eight as such a plane. LEVEL suits noise around a level, STEPS drifts
 * and counters.
 */
const LEVEL = 0;
const STEPS = 1;

const PACKED = 0;
const PLANES = 0x40;
const TOP = 0x80;
const WIDTH = 0x3f;

/** Fewer numbers are not worth a zstd table of their frequencies. */
const LEAST_FOR_ZSTD = 48;
const LARGEST_PLANE_BYTES = 4 * 1024 * 1024;

export function writeWholeNumbers(out: ByteWriter, wholes: readonly number[], rowLength: number): void {
  const level = aboveLevel(wholes, rowLength);
  const levelCost = cost(level.rest);
  const steps = rowLength > 1 && levelCost > 0 ? aboveSteps(wholes, rowLength) : null;
  const takesSteps = steps !== null && cost(steps.rest) < levelCost;
  const { heads, rest } = takesSteps ? steps : level;
  out.u8(takesSteps ? STEPS : LEVEL);
  if (heads.length === 1) out.signed(heads[0] as number);
  else writeWholeNumbers(out, heads, heads.length);
  if (takesSteps) out.signed(steps.least);
  writeRest(out, rest);
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
    readRest(from, into);
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
  readRest(from, rest);
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

/** Approximate bytes of the rest. */
function cost(rest: readonly number[]): number {
  const width = widthOf(rest);
  const packed = (rest.length * width) / 8;
  if (rest.length < LEAST_FOR_ZSTD) return packed;
  let planes = 0;
  for (let shift = 0; shift < width; shift += 8) planes += planeCost(planeAt(rest, shift));
  return Math.min(packed, planes);
}

/** The size of an ideal code of single bytes, with its table. */
function planeCost(plane: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const byte of plane) counts[byte] = (counts[byte] as number) + 1;
  let bits = 0;
  let symbols = 0;
  for (const count of counts) {
    if (count === 0) continue;
    bits -= count * Math.log2(count / plane.length);
    symbols++;
  }
  return bits / 8 + (symbols > 1 ? 16 + symbols / 4 : 0);
}

/** The eight bits from `shift` on of each number. */
function planeAt(rest: readonly number[], shift: number): Uint8Array {
  const plane = new Uint8Array(rest.length);
  const unit = 2 ** shift;
  // Assignment to a byte keeps only its lowest eight bits.
  if (shift === 0) for (let i = 0; i < rest.length; i++) plane[i] = rest[i] as number;
  else for (let i = 0; i < rest.length; i++) plane[i] = (rest[i] as number) / unit;
  return plane;
}

function widthOf(rest: readonly number[]): number {
  let most = 0;
  for (const value of rest) if (value > most) most = value;
  let width = 0;
  for (let left = most; left >= 1; left /= 2) width++;
  return width;
}

function writeRest(out: ByteWriter, rest: readonly number[]): void {
  const width = widthOf(rest);
  if (width === 0) {
    out.u8(PACKED);
    return;
  }
  const ways = [packedBits(rest, width)];
  if (rest.length >= LEAST_FOR_ZSTD) {
    ways.push(bytePlanes(rest, width));
    if (width > 8 && width <= 16) ways.push(topPlane(rest, width));
  }
  const best = ways.reduce((least, way) => (way.length < least.length ? way : least));
  out.room(best.length).set(best);
}

function readRest(from: ByteReader, into: Float64Array): void {
  const tag = from.u8();
  const width = tag & WIDTH;
  const form = tag & ~WIDTH;
  if (form === PACKED) {
    unpackBits(from, into, width);
    return;
  }
  const packed = form === TOP ? width - 8 : 0;
  if (packed < 0) throw new FrameDamage();
  unpackBits(from, into, packed);
  for (let shift = packed; shift < width; shift += 8) {
    const plane = decompressPlane(from.take(from.varint()), into.length);
    const unit = 2 ** shift;
    for (let i = 0; i < into.length; i++) into[i] = (into[i] as number) + (plane[i] as number) * unit;
  }
}

function packedBits(rest: readonly number[], width: number): Uint8Array {
  const out = new ByteWriter(1 + Math.ceil((rest.length * width) / 8));
  out.u8(width | PACKED);
  packBits(out, rest, width);
  return out.bytes();
}

/** All bits in planes of eight, for numbers that are mostly small. */
function bytePlanes(rest: readonly number[], width: number): Uint8Array {
  const out = new ByteWriter(rest.length + 16);
  out.u8(width | PLANES);
  for (let shift = 0; shift < width; shift += 8) writePlane(out, planeAt(rest, shift));
  return out.bytes();
}

/** The lowest bits packed and the upper eight in a plane, for noise slightly wider than a byte. */
function topPlane(rest: readonly number[], width: number): Uint8Array {
  const out = new ByteWriter(rest.length * 2);
  out.u8(width | TOP);
  const low = 2 ** (width - 8);
  packBits(
    out,
    rest.map((value) => value % low),
    width - 8,
  );
  writePlane(out, planeAt(rest, width - 8));
  return out.bytes();
}

function writePlane(out: ByteWriter, plane: Uint8Array): void {
  const compressed = zstd(plane);
  const stored = compressed.length < plane.length ? compressed : plane;
  out.varint(stored.length);
  out.room(stored.length).set(stored);
}

/** A plane that did not get smaller is stored uncompressed; then its length is `count`. */
function decompressPlane(stored: Uint8Array, count: number): Uint8Array {
  if (stored.length === count) return stored;
  if (count > LARGEST_PLANE_BYTES) throw new FrameDamage();
  try {
    const plane = zstdDecompressSync(stored, { maxOutputLength: count, chunkSize: Math.max(64, count) });
    if (plane.length === count) return plane;
  } catch {
    // The error is thrown below.
  }
  throw new FrameDamage();
}

function packBits(out: ByteWriter, values: readonly number[], width: number): void {
  const bytes = out.room(Math.ceil((values.length * width) / 8));
  let at = 0;
  for (const value of values) {
    let rest = value;
    for (let left = width; left > 0; ) {
      const taken = Math.min(8 - (at & 7), left);
      const unit = 1 << taken;
      bytes[at >> 3] = (bytes[at >> 3] as number) | ((rest % unit) << (at & 7));
      rest = Math.floor(rest / unit);
      at += taken;
      left -= taken;
    }
  }
}

function unpackBits(from: ByteReader, into: Float64Array, width: number): void {
  if (width === 0) {
    into.fill(0);
    return;
  }
  const bytes = from.take(Math.ceil((into.length * width) / 8));
  if (width <= WIDEST_AT_ONCE) {
    unpackNarrow(bytes, into, width);
    return;
  }
  let at = 0;
  for (let i = 0; i < into.length; i++) {
    let value = 0;
    for (let unit = 1, left = width; left > 0; ) {
      const taken = Math.min(8 - (at & 7), left);
      value += (((bytes[at >> 3] as number) >> (at & 7)) & ((1 << taken) - 1)) * unit;
      unit *= 1 << taken;
      at += taken;
      left -= taken;
    }
    into[i] = value;
  }
}

/** The widest value that, with the rest of the byte before it, fits into 31 bits of an integer. */
const WIDEST_AT_ONCE = 24;

function unpackNarrow(bytes: Uint8Array, into: Float64Array, width: number): void {
  const mask = 2 ** width - 1;
  let next = 0;
  let held = 0;
  let bits = 0;
  for (let i = 0; i < into.length; i++) {
    for (; bits < width; bits += 8) held |= (bytes[next++] as number) << bits;
    into[i] = held & mask;
    held >>>= width;
    bits -= width;
  }
}
