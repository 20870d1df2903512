import type { ColumnChunk, Encoding, ParquetType, SchemaElement, Statistics } from 'hyparquet';
import type { BasicType, ByteWriter } from 'hyparquet-writer';
import { writeDictionaryPage } from 'hyparquet-writer/src/dictionary.js';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import { type CodedNumbers, NO_CODE } from '../../history/encoding/coded-numbers.ts';
import type { CodedTexts, ExportColumn, ExportValues } from './columns.ts';
import { DistinctNumbers } from './distinct-numbers.ts';
import { PageWriter } from './parquet-page.ts';

export const TYPES: Readonly<Record<ExportColumn['kind'], BasicType>> = {
  moment: 'TIMESTAMP',
  // Counters of a miner exceed 32 bits.
  whole: 'INT64',
  decimal: 'DOUBLE',
  flag: 'BOOLEAN',
  text: 'STRING',
};

/**
 * One column of a row group. It keeps the distinct values and the code of each row, which the
 * package would otherwise calculate from every value. A column of a group is one page, because it
 * is small and always read completely.
 */
export class ParquetColumn {
  readonly #kind: ExportColumn['kind'];
  readonly #encoder: Parameters<typeof writeDictionaryPage>[1];
  readonly #page = new PageWriter();
  /** The code of each row's value; a flag is its own code. */
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

  /** Adds the values from `start` to `end`, exclusive. */
  add(values: ExportValues, start: number, end: number): void {
    const at = this.#rows;
    this.#rows += end - start;
    if ('text' in values) this.#codes.fill(this.#codeOfText(values.text), at, this.#rows);
    else {
      const codeOf = this.#codeOfPlace(values);
      const { codes } = values;
      /** Maps codes of the batch to codes of the group, set at the first row with a code. */
      const known = new Int32Array('texts' in values ? values.texts.length : values.values.length).fill(NO_CODE);
      const into = this.#codes.subarray(at, this.#rows);
      for (let i = start; i < end; i++) {
        const code = codes[i] as number;
        if (code !== NO_CODE && known[code] === NO_CODE) known[code] = codeOf(code);
        into[i - start] = code === NO_CODE ? NO_CODE : (known[code] as number);
      }
    }
  }

  #codeOfPlace(values: CodedNumbers | CodedTexts): (place: number) => number {
    if ('texts' in values) return (place) => this.#codeOfText(values.texts[place] as string);
    if (this.#kind === 'flag') return (place) => values.values[place] as number;
    return (place) => this.#numbers.codeOf(values.values[place] as number);
  }

  /** Writes the column, and resets it for the next group. */
  write(writer: ByteWriter): ColumnChunk {
    const codes = this.#codes.subarray(0, this.#rows);
    const start = writer.offset;
    const known = codes.includes(NO_CODE) ? codes.filter((code) => code !== NO_CODE) : codes;
    const values = this.#distinct();
    const encoding = this.#encodingOf(known.length, values.length);
    const hasDictionary = encoding === 'RLE_DICTIONARY';
    const { element } = this.#encoder;
    const type = element.type as ParquetType;
    const dictionaryBytes = hasDictionary ? writeDictionaryPage(writer, this.#encoder, values) : 0;
    const pageAt = writer.offset;
    const pageBytes = this.#page.write(writer, { type, encoding, codes, known, values });
    const chunk: ColumnChunk = {
      file_offset: BigInt(start),
      meta_data: {
        type,
        encodings: hasDictionary ? ['PLAIN', encoding] : [encoding],
        path_in_schema: [element.name],
        codec: this.#encoder.codec,
        num_values: BigInt(codes.length),
        total_uncompressed_size: BigInt(dictionaryBytes + pageBytes),
        total_compressed_size: BigInt(writer.offset - start),
        data_page_offset: BigInt(pageAt),
        ...(hasDictionary && { dictionary_page_offset: BigInt(start) }),
        ...(this.#kind === 'moment' && { statistics: boundsOf(this.#numbers.values) }),
      },
    };
    this.#rows = 0;
    this.#numbers.clear();
    this.#texts.clear();
    return chunk;
  }

  #codeOfText(text: string | null): number {
    if (text === null) return NO_CODE;
    const code = this.#texts.get(text) ?? this.#texts.size;
    this.#texts.set(text, code);
    return code;
  }

  #encodingOf(rows: number, distinct: number): Encoding {
    if (this.#kind === 'flag') return 'RLE';
    const dictionaryBytes = 8 * distinct + (rows * Math.ceil(Math.log2(distinct))) / 8;
    return rows > 0 && (this.#kind === 'text' || dictionaryBytes < 8 * rows) ? 'RLE_DICTIONARY' : 'PLAIN';
  }

  /** The values by code; empty for flags, which are their own codes. */
  #distinct(): unknown[] {
    if (this.#kind === 'text') return [...this.#texts.keys()];
    const numbers = Array.from(this.#numbers.values);
    return this.#kind === 'decimal' ? numbers : numbers.map(BigInt);
  }
}

/** With the bounds a reader can find a time without reading every group. */
function boundsOf(moments: Float64Array): Statistics {
  const least = moments.reduce((a, b) => Math.min(a, b));
  const most = moments.reduce((a, b) => Math.max(a, b));
  return { min_value: BigInt(least), max_value: BigInt(most), null_count: 0n };
}
