import type { ColumnChunk, DecodedArray, Encoding, SchemaElement, Statistics } from 'hyparquet';
import type { BasicType, ByteWriter } from 'hyparquet-writer';
import { writeDataPageV2 } from 'hyparquet-writer/src/datapage.js';
import { writeDictionaryPage } from 'hyparquet-writer/src/dictionary.js';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import type { ExportColumn, ExportValues } from './columns.ts';
import { DistinctNumbers, NO_CODE } from './distinct-numbers.ts';

export const TYPES: Readonly<Record<ExportColumn['kind'], BasicType>> = {
  moment: 'TIMESTAMP',
  // Counts of a miner grow past 32 bits.
  whole: 'INT64',
  decimal: 'DOUBLE',
  flag: 'BOOLEAN',
  text: 'STRING',
};

type PageData = Parameters<typeof writeDataPageV2>[0]['pageData'];

/**
 * One column of a group of rows. What the package would find out from a value for each row, it is
 * given here: which values there are, and which of them each row has. A column of a group is one
 * page: it is small, and always read whole.
 */
export class ParquetColumn {
  readonly #kind: ExportColumn['kind'];
  readonly #encoder: Parameters<typeof writeDataPageV2>[0]['column'];
  /** Which value each row has; a flag is its own code. */
  readonly #codes: Int32Array;
  #rows = 0;
  readonly #numbers = new DistinctNumbers();
  readonly #texts = new Map<string, number>();

  constructor(kind: ExportColumn['kind'], root: SchemaElement, element: SchemaElement, mostRows: number) {
    this.#kind = kind;
    this.#codes = new Int32Array(mostRows);
    this.#encoder = {
      columnName: element.name,
      element,
      schemaPath: [root, element],
      codec: 'SNAPPY',
      compressors: { SNAPPY: snappyCompress },
      stats: false,
      pageSize: 0,
      columnIndex: false,
      offsetIndex: false,
    };
  }

  /** Takes the values from `start` until before `end`. */
  add(values: ExportValues, start: number, end: number): void {
    const at = this.#rows;
    this.#rows += end - start;
    if ('text' in values) this.#codes.fill(this.#codeOf(values.text), at, this.#rows);
    else if (values.words !== undefined) this.#addWords(values.numbers.subarray(start, end), values.words, at);
    else if (this.#kind === 'flag') {
      for (let i = start; i < end; i++) {
        const flag = values.numbers[i] as number;
        this.#codes[at + i - start] = Number.isNaN(flag) ? NO_CODE : flag;
      }
    } else this.#numbers.encode(values.numbers, start, end, this.#codes, at);
  }

  /** Writes the column, and begins the next one. */
  write(writer: ByteWriter): ColumnChunk {
    const codes = this.#codes.subarray(0, this.#rows);
    const start = writer.offset;
    const { encoding, dictionary, values } = this.#encoded(codes);
    let uncompressedBytes = dictionary === null ? 0 : writeDictionaryPage(writer, this.#encoder, dictionary);
    const pageAt = writer.offset;
    uncompressedBytes += writeDataPageV2({
      writer,
      column: this.#encoder,
      encoding,
      pageData: { values, ...levelsOf(codes), maxDefinitionLevel: 1 },
    });
    const { element } = this.#encoder;
    const chunk: ColumnChunk = {
      file_offset: BigInt(start),
      meta_data: {
        type: element.type as NonNullable<SchemaElement['type']>,
        encodings: dictionary === null ? [encoding] : ['PLAIN', encoding],
        path_in_schema: [element.name],
        codec: this.#encoder.codec,
        num_values: BigInt(codes.length),
        total_uncompressed_size: BigInt(uncompressedBytes),
        total_compressed_size: BigInt(writer.offset - start),
        data_page_offset: BigInt(pageAt),
        ...(dictionary === null ? {} : { dictionary_page_offset: BigInt(start) }),
        ...(this.#kind === 'moment' && { statistics: boundsOf(this.#numbers.values) }),
      },
    };
    this.#rows = 0;
    this.#numbers.clear();
    this.#texts.clear();
    return chunk;
  }

  #addWords(which: Float64Array, words: readonly string[], at: number): void {
    let last = Number.NaN;
    let code = NO_CODE;
    for (const place of which) {
      // Neighbours are mostly alike.
      if (!Object.is(place, last)) code = this.#codeOf(words[place] ?? null);
      last = place;
      this.#codes[at++] = code;
    }
  }

  #codeOf(text: string | null): number {
    if (text === null) return NO_CODE;
    const code = this.#texts.get(text) ?? this.#texts.size;
    this.#texts.set(text, code);
    return code;
  }

  /** What the page holds, without a place for what is unknown, and the dictionary that it is about. */
  #encoded(codes: Int32Array): { encoding: Encoding; dictionary: unknown[] | null; values: DecodedArray } {
    const known = codes.includes(NO_CODE) ? codes.filter((code) => code !== NO_CODE) : codes;
    if (this.#kind === 'flag') return { encoding: 'RLE', dictionary: null, values: known };
    const distinct = this.#distinct();
    const dictionaryBytes = 8 * distinct.length + (known.length * Math.ceil(Math.log2(distinct.length))) / 8;
    if (known.length > 0 && (this.#kind === 'text' || dictionaryBytes < 8 * known.length))
      return { encoding: 'RLE_DICTIONARY', dictionary: distinct, values: known };
    return { encoding: 'PLAIN', dictionary: null, values: Array.from(known, (code) => distinct[code]) };
  }

  #distinct(): unknown[] {
    if (this.#kind === 'text') return [...this.#texts.keys()];
    const numbers = Array.from(this.#numbers.values);
    return this.#kind === 'decimal' ? numbers : numbers.map(BigInt);
  }
}

/**
 * Where there is a value. That no value repeats is said as well: the number of rows is counted
 * there, and `values` may then be those that are known. Both are only read, by index.
 */
function levelsOf(codes: Int32Array): Pick<PageData, 'definitionLevels' | 'repetitionLevels'> {
  const definitionLevels = new Uint8Array(codes.length);
  for (let i = 0; i < codes.length; i++) definitionLevels[i] = codes[i] === NO_CODE ? 0 : 1;
  const repetitionLevels = new Uint8Array(codes.length);
  return { definitionLevels, repetitionLevels } as unknown as PageData;
}

/** By its bounds a reader finds a time without reading every group. */
function boundsOf(moments: Float64Array): Statistics {
  const least = moments.reduce((a, b) => Math.min(a, b));
  const most = moments.reduce((a, b) => Math.max(a, b));
  return { min_value: BigInt(least), max_value: BigInt(most), null_count: 0n };
}
