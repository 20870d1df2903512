import type { Encoding, ParquetType } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js';
import { writePlain } from 'hyparquet-writer/src/plain.js';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import { NO_CODE } from '../../history/encoding/coded-numbers.ts';

/** All rows of a column in a row group. */
export interface Page {
  readonly type: ParquetType;
  /** `RLE` for flags, whose codes are their values; `RLE_DICTIONARY` or `PLAIN` for all others. */
  readonly encoding: Encoding;
  /** The code of each row's value, or `NO_CODE`. */
  readonly codes: Int32Array;
  /** The codes without `NO_CODE`. */
  readonly known: Int32Array;
  readonly values: readonly unknown[];
}

/**
 * Writes data pages of version 2, compressed with snappy. The package would iterate over the rows
 * five more times to determine what is known here: the distinct values.
 */
export class PageWriter {
  readonly #levels = new ByteWriter();
  readonly #content = new ByteWriter();

  /** Returns the size of the page before compression, in bytes. */
  write(writer: ByteWriter, page: Page): number {
    const { encoding, codes, known } = page;
    const levels = emptied(this.#levels);
    writeRleBitPackedHybrid(levels, hasValue(page), 1);
    const content = emptied(this.#content);
    writeContent(content, page);
    const compressed = snappyCompress(content.getBytes());
    const start = writer.offset;
    writePageHeader(writer, {
      type: 'DATA_PAGE_V2',
      uncompressed_page_size: levels.offset + content.offset,
      compressed_page_size: levels.offset + compressed.length,
      data_page_header_v2: {
        num_values: codes.length,
        num_nulls: codes.length - known.length,
        num_rows: codes.length,
        encoding,
        definition_levels_byte_length: levels.offset,
        repetition_levels_byte_length: 0,
        is_compressed: true,
      },
    });
    const headerBytes = writer.offset - start;
    writer.appendBytes(levels.getBytes());
    writer.appendBytes(compressed);
    return headerBytes + levels.offset + content.offset;
  }
}

function writeContent(content: ByteWriter, { type, encoding, known, values }: Page): void {
  if (encoding === 'PLAIN') {
    writePlain(
      content,
      Array.from(known, (code) => values[code]),
      type,
      undefined,
    );
  } else if (encoding === 'RLE') {
    // The length comes first.
    content.appendUint32(0);
    content.view.setUint32(0, writeRleBitPackedHybrid(content, known, 1), true);
  } else {
    const width = Math.ceil(Math.log2(values.length));
    content.appendUint8(width);
    writeRleBitPackedHybrid(content, known, width);
  }
}

/** 1 for each row that has a value, 0 for the others. */
function hasValue({ codes, known }: Page): Uint8Array {
  const flags = new Uint8Array(codes.length).fill(1);
  if (known.length < codes.length) for (let i = 0; i < codes.length; i++) if (codes[i] === NO_CODE) flags[i] = 0;
  return flags;
}

function emptied(writer: ByteWriter): ByteWriter {
  writer.offset = 0;
  writer.index = 0;
  return writer;
}
