import { crc32, zstdDecompressSync } from 'node:zlib';
import { type Figure, readNumberColumn, readTextColumn, writeNumberColumn, writeTextColumn } from './block-column.ts';
import { ByteReader, ByteWriter, FrameDamage } from './frame-bytes.ts';
import { zstd } from './zstd.ts';

/**
 * A block of history at rest: columns one after another, each readable without the others.
 *
 *     version: u8 | zstd of: column count: varint, the length of each: varint, the columns
 *     (block-column.ts) | CRC-32 of all before it: u32
 *
 * The writer of the columns defines what they mean and how many values each has.
 */
const LARGEST_BLOCK_BYTES = 64 * 1024 * 1024;

export class BlockWriter {
  readonly #columns: Uint8Array[] = [];
  #last: { values: readonly Figure[]; rowLength: number; column: Uint8Array } | null = null;

  numbers(values: readonly Figure[], rowLength: number = values.length): void {
    // A column like the one before it is not worked out again.
    if (this.#last?.rowLength === rowLength && isSame(this.#last.values, values)) {
      this.#columns.push(this.#last.column);
      return;
    }
    const column = this.#add((out) => writeNumberColumn(out, values, rowLength), values.length);
    this.#last = { values, rowLength, column };
  }

  texts(values: readonly (string | null)[]): void {
    this.#add((out) => writeTextColumn(out, values, values.length), values.length);
  }

  bytes(version: number): Uint8Array {
    const content = new ByteWriter(4096);
    content.varint(this.#columns.length);
    for (const column of this.#columns) content.varint(column.length);
    for (const column of this.#columns) content.room(column.length).set(column);
    const compressed = zstd(content.bytes());
    const out = new ByteWriter(compressed.length + 5);
    out.u8(version);
    out.room(compressed.length).set(compressed);
    out.u32(crc32(out.bytes()));
    return out.bytes();
  }

  #add(write: (out: ByteWriter) => void, count: number): Uint8Array {
    const out = new ByteWriter(64 + count);
    write(out);
    this.#columns.push(out.bytes());
    return out.bytes();
  }
}

function isSame(a: readonly Figure[], b: readonly Figure[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

/**
 * Reads the columns in the order in which they were written. Throws `FrameDamage` for a block that
 * is damaged.
 */
export class BlockReader {
  readonly version: number;
  readonly #columns: Uint8Array[] = [];
  #next = 0;

  constructor(block: Uint8Array) {
    if (block.length < 6) throw new FrameDamage();
    const body = block.subarray(0, -4);
    if (new ByteReader(block.subarray(-4)).u32() !== crc32(body)) throw new FrameDamage();
    this.version = body[0] as number;
    const from = new ByteReader(decompress(body.subarray(1)));
    const lengths = Array.from({ length: from.varint() }, () => from.varint());
    for (const length of lengths) this.#columns.push(from.take(length));
  }

  numbers(count: number, rowLength: number = count): Figure[] {
    const values = this.numbersOrNaN(count, rowLength);
    const figures = new Array<Figure>(count);
    for (let i = 0; i < count; i++) figures[i] = Number.isNaN(values[i]) ? null : (values[i] as number);
    return figures;
  }

  /** The same without a copy, NaN in the place of a null. */
  numbersOrNaN(count: number, rowLength: number = count): Float64Array {
    return readNumberColumn(this.#column(), count, rowLength);
  }

  /** A column that is known to have no null. */
  known(count: number, rowLength: number = count): number[] {
    const values = this.numbersOrNaN(count, rowLength);
    if (values.some(Number.isNaN)) throw new FrameDamage();
    return Array.from(values);
  }

  texts(count: number): (string | null)[] {
    return readTextColumn(this.#column(), count, count);
  }

  /** Passes over so many columns. */
  skip(columns: number): void {
    this.#next += columns;
  }

  #column(): ByteReader {
    const column = this.#columns[this.#next++];
    if (column === undefined) throw new FrameDamage();
    return new ByteReader(column);
  }
}

function decompress(stored: Uint8Array): Uint8Array {
  try {
    return zstdDecompressSync(stored, { maxOutputLength: LARGEST_BLOCK_BYTES });
  } catch {
    throw new FrameDamage();
  }
}
