import {
  CSV_MARK,
  CSV_SEPARATORS,
  type CsvCell,
  type CsvSeparator,
  csvCell,
  csvLine,
} from '../../../src-shared/csv.ts';
import { isoTime } from '../../../src-shared/iso-time.ts';
import type { ExportBatch, ExportColumn, ExportValues } from './columns.ts';
import { DistinctNumbers, NO_CODE } from './distinct-numbers.ts';

export interface CsvForm {
  readonly separator: CsvSeparator;
  /** Whether the file begins with the byte order mark, by which spreadsheets recognise UTF-8. */
  readonly isMarked: boolean;
}

/** The cells of a column, or of some after another that are the same in all rows. */
interface Cells {
  /** Which text each row has; none where `NO_CODE`. */
  readonly codes: Int32Array;
  readonly texts: TextBytes;
}

const CHUNK_BYTES = 1024 * 1024;
const CARRIAGE_RETURN = 13;
const LINE_FEED = 10;

/**
 * CSV in UTF-8, the names first. Moments are ISO 8601 in local time with its offset. Of every value
 * the text is made once and its bytes are copied into each row that has it.
 */
export function* csvChunks(
  columns: readonly ExportColumn[],
  batches: Iterable<ExportBatch>,
  { separator, isMarked }: CsvForm,
): Generator<Uint8Array> {
  const names = columns.map(({ name }) => name);
  yield Buffer.from(`${isMarked ? CSV_MARK : ''}${csvLine(names, separator)}`);
  const between = CSV_SEPARATORS[separator].charCodeAt(0);
  const known = columns.map(({ kind }) => new NumberTexts(kind, separator));
  let chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let length = 0;
  for (const batch of batches) {
    const cells = cellsOf(batch, known, separator);
    const longest = cells.reduce((sum, { texts }) => sum + texts.longest + 1, 1);
    for (let row = 0; row < batch.rows; ) {
      if (chunk.length - length < longest) {
        if (length > 0) yield chunk.subarray(0, length);
        chunk = Buffer.allocUnsafe(Math.max(CHUNK_BYTES, longest));
        length = 0;
      }
      const end = Math.min(batch.rows, row + Math.floor((chunk.length - length) / longest));
      length = writeRows(chunk, length, cells, row, end, between);
      row = end;
    }
  }
  if (length > 0) yield chunk.subarray(0, length);
}

/** Writes rows where there is room for them, and returns where the next one goes. */
function writeRows(into: Uint8Array, at: number, cells: readonly Cells[], start: number, end: number, between: number) {
  for (let row = start; row < end; row++) {
    for (let i = 0; i < cells.length; i++) {
      const { codes, texts } = cells[i] as Cells;
      const code = codes[row] as number;
      if (code !== NO_CODE) {
        const { bytes, starts } = texts;
        const stop = starts[code + 1] as number;
        for (let from = starts[code] as number; from < stop; from++) into[at++] = bytes[from] as number;
      }
      into[at++] = between;
    }
    // The last cell has the end of the line behind it.
    into[at - 1] = CARRIAGE_RETURN;
    into[at++] = LINE_FEED;
  }
  return at;
}

function cellsOf({ rows, columns }: ExportBatch, known: readonly NumberTexts[], separator: CsvSeparator): Cells[] {
  const cells: Cells[] = [];
  let same: string[] = [];
  const endSame = (): void => {
    if (same.length === 0) return;
    const texts = new TextBytes();
    texts.add(same.join(CSV_SEPARATORS[separator]));
    cells.push({ codes: new Int32Array(rows), texts });
    same = [];
  };
  columns.forEach((values, i) => {
    if ('text' in values) {
      same.push(csvCell(values.text, separator));
      return;
    }
    endSame();
    cells.push((known[i] as NumberTexts).cells(values, rows));
  });
  endSame();
  return cells;
}

/** How many texts of a column are cached: counters would fill the memory. */
const MOST_KNOWN = 65_536;

/** The texts of the numbers that a column had so far. */
class NumberTexts {
  readonly #kind: ExportColumn['kind'];
  readonly #separator: CsvSeparator;
  readonly #distinct = new DistinctNumbers();
  #codes = new Int32Array(0);
  #texts = new TextBytes();

  constructor(kind: ExportColumn['kind'], separator: CsvSeparator) {
    this.#kind = kind;
    this.#separator = separator;
  }

  cells({ numbers, words }: Extract<ExportValues, { numbers: Float64Array }>, rows: number): Cells {
    // The words of another batch are others.
    if (words !== undefined || this.#distinct.count > MOST_KNOWN) {
      this.#distinct.clear();
      this.#texts = new TextBytes();
    }
    // In the memory of the batch before.
    if (this.#codes.length < rows) this.#codes = new Int32Array(rows);
    const before = this.#distinct.count;
    this.#distinct.encode(numbers, 0, rows, this.#codes, 0);
    for (const number of this.#distinct.values.subarray(before))
      this.#texts.add(csvCell(this.#valueOf(number, words), this.#separator));
    return { codes: this.#codes, texts: this.#texts };
  }

  #valueOf(number: number, words: readonly string[] | undefined): CsvCell {
    if (words !== undefined) return words[number] ?? null;
    if (this.#kind === 'moment') return isoTime(number);
    return this.#kind === 'flag' ? number === 1 : number;
  }
}

/** Texts in UTF-8, one after another. */
class TextBytes {
  bytes: Uint8Array = new Uint8Array(256);
  /** Where each begins, and where the last one ends. */
  readonly starts: number[] = [0];
  longest = 0;

  add(text: string): void {
    const start = this.starts.at(-1) as number;
    const length = Buffer.byteLength(text);
    if (start + length > this.bytes.length) {
      const larger = new Uint8Array(2 * (start + length));
      larger.set(this.bytes.subarray(0, start));
      this.bytes = larger;
    }
    Buffer.from(this.bytes.buffer).write(text, start);
    this.starts.push(start + length);
    this.longest = Math.max(this.longest, length);
  }
}
