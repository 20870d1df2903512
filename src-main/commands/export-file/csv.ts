import {
  CSV_MARK,
  CSV_SEPARATORS,
  type CsvCell,
  type CsvSeparator,
  csvCell,
  csvLine,
} from '../../../src-shared/text/csv.ts';
import { isoTime } from '../../../src-shared/text/iso-time.ts';
import type { CodedNumbers } from '../../history/encoding/coded-numbers.ts';
import type { CodedTexts, ExportBatch, ExportColumn } from './columns.ts';
import { DistinctNumbers } from './distinct-numbers.ts';

export interface CsvForm {
  readonly separator: CsvSeparator;
  /** Whether the file begins with the byte order mark, by which spreadsheets recognise UTF-8. */
  readonly isMarked: boolean;
}

/** The cells of a column, or of several consecutive columns that are constant. */
interface Cells {
  readonly codes: Int32Array;
  readonly texts: TextBytes;
  /** The index in `texts` for each code. The first is for rows without a code. */
  readonly places: Int32Array;
}

const CHUNK_BYTES = 1024 * 1024;
const LINE_END = '\r\n';

/**
 * CSV in UTF-8, with the names in the first line. Times are ISO 8601 in local time with offset. The
 * text of every value is made once, and its bytes are copied to each row. A chunk is valid until
 * the next but one is requested, which reuses its memory.
 */
export function* csvChunks(
  columns: readonly ExportColumn[],
  batches: Iterable<ExportBatch>,
  { separator, isMarked }: CsvForm,
): Generator<Uint8Array> {
  const names = columns.map(({ name }) => name);
  yield Buffer.from(`${isMarked ? CSV_MARK : ''}${csvLine(names, separator)}`);
  const known = columns.map(({ kind }, i) => new ColumnTexts(kind, separator, i === columns.length - 1));
  let [chunk, other] = [Buffer.allocUnsafe(CHUNK_BYTES), Buffer.allocUnsafe(CHUNK_BYTES)];
  let length = 0;
  let zeros = new Int32Array(0);
  for (const batch of batches) {
    if (zeros.length < batch.rows) zeros = new Int32Array(batch.rows);
    const cells = cellsOf(batch, known, zeros);
    const longest = cells.reduce((sum, { texts }) => sum + texts.longest, 0);
    for (let row = 0; row < batch.rows; ) {
      if (chunk.length - length < longest + OVERHANG) {
        if (length > 0) yield chunk.subarray(0, length);
        [chunk, other] = [other, chunk];
        if (chunk.length < longest + OVERHANG) chunk = Buffer.allocUnsafe(longest + OVERHANG);
        length = 0;
      }
      const end = Math.min(batch.rows, row + Math.floor((chunk.length - OVERHANG - length) / longest));
      length = writeRows(chunk, length, cells, row, end);
      row = end;
    }
  }
  if (length > 0) yield chunk.subarray(0, length);
}

/** Texts are copied in units of four bytes: up to this many extra bytes, later overwritten. */
const OVERHANG = 3;

/** Writes rows from `start`, and returns the position after them. The chunk must have room. */
function writeRows(chunk: Buffer, start: number, cells: readonly Cells[], firstRow: number, endRow: number): number {
  const into = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
  let at = start;
  for (let row = firstRow; row < endRow; row++) {
    for (let i = 0; i < cells.length; i++) {
      const { codes, places, texts } = cells[i] as Cells;
      const place = places[(codes[row] as number) + 1] as number;
      const { view, starts } = texts;
      let from = starts[place] as number;
      const end = at + (starts[place + 1] as number) - from;
      for (let to = at; to < end; to += 4, from += 4) into.setInt32(to, view.getInt32(from, true), true);
      at = end;
    }
  }
  return at;
}

function cellsOf({ columns }: ExportBatch, known: readonly ColumnTexts[], zeros: Int32Array): Cells[] {
  const cells: Cells[] = [];
  let same = '';
  const endSame = (): void => {
    if (same === '') return;
    const texts = new TextBytes();
    texts.add(same);
    cells.push({ codes: zeros, texts, places: new Int32Array(2) });
    same = '';
  };
  columns.forEach((values, i) => {
    const column = known[i] as ColumnTexts;
    if ('text' in values) same += column.textOf(values.text);
    else {
      endSame();
      cells.push(column.cells(values));
    }
  });
  endSame();
  return cells;
}

/** Most cached texts of a column: counters would fill the memory. */
const MOST_KNOWN = 65_536;

/** The texts of a column's values so far, each with the separator or line end after it. */
class ColumnTexts {
  readonly #kind: ExportColumn['kind'];
  readonly #separator: CsvSeparator;
  readonly #behind: string;
  readonly #distinct = new DistinctNumbers();
  #texts = new TextBytes();

  constructor(kind: ExportColumn['kind'], separator: CsvSeparator, isLast: boolean) {
    this.#kind = kind;
    this.#separator = separator;
    this.#behind = isLast ? LINE_END : CSV_SEPARATORS[separator];
    this.#texts.add(this.textOf(null));
  }

  textOf(cell: CsvCell): string {
    return csvCell(cell, this.#separator) + this.#behind;
  }

  cells(values: CodedNumbers | CodedTexts): Cells {
    if ('texts' in values) {
      const texts = new TextBytes();
      for (const text of [null, ...values.texts]) texts.add(this.textOf(text));
      return { codes: values.codes, texts, places: Int32Array.from({ length: values.texts.length + 1 }, (_, i) => i) };
    }
    if (this.#distinct.count > MOST_KNOWN) {
      this.#distinct.clear();
      this.#texts = new TextBytes();
      this.#texts.add(this.textOf(null));
    }
    const before = this.#distinct.count;
    const places = new Int32Array(values.values.length + 1);
    this.#distinct.encode(values.values, places.subarray(1));
    for (const number of this.#distinct.values.subarray(before)) this.#texts.add(this.textOf(this.#cellOf(number)));
    for (let i = 1; i < places.length; i++) places[i] = (places[i] as number) + 1;
    return { codes: values.codes, texts: this.#texts, places };
  }

  #cellOf(number: number): CsvCell {
    if (this.#kind === 'moment') return isoTime(number);
    return this.#kind === 'flag' ? number === 1 : number;
  }
}

/** Concatenated texts in UTF-8. */
class TextBytes {
  #bytes = Buffer.alloc(256);
  /** All texts, with room at the end for the extra bytes of the last copy. */
  view = viewOf(this.#bytes);
  /** The start of each text, and the end of the last one. */
  readonly starts: number[] = [0];
  longest = 0;

  add(text: string): void {
    const start = this.starts.at(-1) as number;
    const length = Buffer.byteLength(text);
    if (start + length + OVERHANG > this.#bytes.length) {
      const larger = Buffer.alloc(2 * (start + length) + OVERHANG);
      this.#bytes.copy(larger);
      this.#bytes = larger;
      this.view = viewOf(larger);
    }
    this.#bytes.write(text, start);
    this.starts.push(start + length);
    this.longest = Math.max(this.longest, length);
  }
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}
