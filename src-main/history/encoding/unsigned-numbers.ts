import { zstdDecompressSync } from 'node:zlib';
import { type ByteReader, ByteWriter, FrameDamage } from './frame-bytes.ts';
import { zstd } from './zstd.ts';

/**
 * Unsigned whole numbers below 2^48. Their bit width is in the tag, and they are written in the
 * smallest of three forms: packed to this width; in planes of eight bits, each compressed with
 * zstd; or their lowest bits packed and the upper eight as such a plane.
 */
const PACKED = 0;
const PLANES = 0x40;
const TOP = 0x80;
const WIDTH = 0x3f;

/** Fewer numbers are not worth a zstd table of their frequencies. */
const LEAST_FOR_ZSTD = 48;
const LARGEST_PLANE_BYTES = 4 * 1024 * 1024;

/** Approximate bytes of these numbers. */
export function unsignedCost(numbers: readonly number[]): number {
  const width = widthOf(numbers);
  const packed = (numbers.length * width) / 8;
  if (numbers.length < LEAST_FOR_ZSTD) return packed;
  let planes = 0;
  for (let shift = 0; shift < width; shift += 8) planes += planeCost(planeAt(numbers, shift));
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
function planeAt(numbers: readonly number[], shift: number): Uint8Array {
  const plane = new Uint8Array(numbers.length);
  const unit = 2 ** shift;
  // Assignment to a byte keeps only its lowest eight bits.
  if (shift === 0) for (let i = 0; i < numbers.length; i++) plane[i] = numbers[i] as number;
  else for (let i = 0; i < numbers.length; i++) plane[i] = (numbers[i] as number) / unit;
  return plane;
}

function widthOf(numbers: readonly number[]): number {
  let most = 0;
  for (const value of numbers) if (value > most) most = value;
  let width = 0;
  for (let left = most; left >= 1; left /= 2) width++;
  return width;
}

/** Writes the numbers in the smallest form. */
export function writeUnsigned(out: ByteWriter, numbers: readonly number[]): void {
  const width = widthOf(numbers);
  if (width === 0) {
    out.u8(PACKED);
    return;
  }
  const ways = [packedBits(numbers, width)];
  if (numbers.length >= LEAST_FOR_ZSTD) {
    ways.push(bytePlanes(numbers, width));
    if (width > 8 && width <= 16) ways.push(topPlane(numbers, width));
  }
  const best = ways.reduce((least, way) => (way.length < least.length ? way : least));
  out.room(best.length).set(best);
}

/** The numbers, in the given memory, whose length must be their count. */
export function readUnsigned(from: ByteReader, into: Float64Array): void {
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

function packedBits(numbers: readonly number[], width: number): Uint8Array {
  const out = new ByteWriter(1 + Math.ceil((numbers.length * width) / 8));
  out.u8(width | PACKED);
  packBits(out, numbers, width);
  return out.bytes();
}

/** All bits in planes of eight, for numbers that are mostly small. */
function bytePlanes(numbers: readonly number[], width: number): Uint8Array {
  const out = new ByteWriter(numbers.length + 16);
  out.u8(width | PLANES);
  for (let shift = 0; shift < width; shift += 8) writePlane(out, planeAt(numbers, shift));
  return out.bytes();
}

/** The lowest bits packed and the upper eight in a plane, for noise slightly wider than a byte. */
function topPlane(numbers: readonly number[], width: number): Uint8Array {
  const out = new ByteWriter(numbers.length * 2);
  out.u8(width | TOP);
  const low = 2 ** (width - 8);
  packBits(
    out,
    numbers.map((value) => value % low),
    width - 8,
  );
  writePlane(out, planeAt(numbers, width - 8));
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
