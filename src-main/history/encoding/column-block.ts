import { crc32, zstdDecompressSync } from 'node:zlib';
import {
  type Figure,
  readCodedColumn,
  readNumberColumn,
  readTextColumn,
  writeNumberColumn,
  writeTextColumn,
} from './block-column.ts';
import type { CodedNumbers, ColumnMemory } from './coded-numbers.ts';
import { ByteReader, ByteWriter, FrameDamage } from './frame-bytes.ts';
import { zstd } from './zstd.ts';

/**
 * A block of stored history: columns one after another, each readable without the others.
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
    // A column that equals the previous one is not encoded again.
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

/** Reads the columns in the order of writing. Throws `FrameDamage` if the block is damaged. */
export class BlockReader {
  readonly version: number;
  readonly #content: Uint8Array;
  /** The start of each column in the content, and the end of the last one. */
  readonly #starts: Float64Array;
  #next = 0;

  constructor(block: Uint8Array) {
    if (block.length < 6) throw new FrameDamage();
    const body = block.subarray(0, -4);
    if (new ByteReader(block.subarray(-4)).u32() !== crc32(body)) throw new FrameDamage();
    this.version = body[0] as number;
    this.#content = decompress(body.subarray(1));
    const from = new ByteReader(this.#content);
    const columns = from.varint();
    if (columns > this.#content.length) throw new FrameDamage();
    // Only positions: a block has more than a hundred columns, of which a sum reads five.
    const starts = new Float64Array(columns + 1);
    for (let i = 0; i < columns; i++) starts[i + 1] = (starts[i] as number) + from.varint();
    const first = from.at;
    for (let i = 0; i <= columns; i++) starts[i] = (starts[i] as number) + first;
    if ((starts[columns] as number) > this.#content.length) throw new FrameDamage();
    this.#starts = starts;
  }

  numbers(count: number, rowLength: number = count): Figure[] {
    const values = this.numbersOrNaN(count, rowLength);
    const figures = new Array<Figure>(count);
    for (let i = 0; i < count; i++) figures[i] = Number.isNaN(values[i]) ? null : (values[i] as number);
    return figures;
  }

  /** The same without a copy, with NaN for null. */
  numbersOrNaN(count: number, rowLength: number = count): Float64Array {
    return readNumberColumn(this.#column(), count, rowLength);
  }

  /** The same with each number stored once for many rows, in the given memory. */
  coded(count: number, rowLength: number, memory: ColumnMemory): CodedNumbers {
    return readCodedColumn(this.#column(), count, rowLength, memory);
  }

  /** A column without nulls. */
  known(count: number, rowLength: number = count): number[] {
    const values = this.knownNumbers(count, rowLength);
    const numbers = new Array<number>(count);
    for (let i = 0; i < count; i++) numbers[i] = values[i] as number;
    return numbers;
  }

  /** The same without a copy. */
  knownNumbers(count: number, rowLength: number = count): Float64Array {
    const values = this.numbersOrNaN(count, rowLength);
    for (let i = 0; i < count; i++) if (Number.isNaN(values[i])) throw new FrameDamage();
    return values;
  }

  texts(count: number): (string | null)[] {
    return readTextColumn(this.#column(), count, count);
  }

  /** Skips columns; returns the index of the first, for `goTo`. */
  skip(columns: number): number {
    const first = this.#next;
    this.#next += columns;
    return first;
  }

  goTo(column: number): void {
    this.#next = column;
  }

  #column(): ByteReader {
    const start = this.#starts[this.#next++];
    const end = this.#starts[this.#next];
    if (start === undefined || end === undefined) throw new FrameDamage();
    return new ByteReader(this.#content.subarray(start, end));
  }
}

function decompress(stored: Uint8Array): Uint8Array {
  try {
    return zstdDecompressSync(stored, { maxOutputLength: LARGEST_BLOCK_BYTES });
  } catch {
    throw new FrameDamage();
  }
}
