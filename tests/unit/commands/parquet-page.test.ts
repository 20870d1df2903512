import fc from 'fast-check';
import type { Encoding } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writeDataPageV2 } from 'hyparquet-writer/src/datapage.js';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import { expect, it } from 'vitest';
import { PageWriter } from '../../../src-main/commands/export-file/parquet-page.ts';
import { NO_CODE } from '../../../src-main/history/encoding/coded-numbers.ts';

/** The package's own writer, which takes a value or null for each row. */
function byThePackage(
  encoding: Encoding,
  type: 'BOOLEAN' | 'DOUBLE' | 'BYTE_ARRAY',
  rows: readonly unknown[],
): { bytes: Buffer; uncompressed: number } {
  const writer = new ByteWriter();
  const element = { name: 'column', type, repetition_type: 'OPTIONAL' } as const;
  const uncompressed = writeDataPageV2({
    writer,
    column: {
      columnName: 'column',
      element,
      schemaPath: [{ name: 'root', num_children: 1 }, element],
      codec: 'SNAPPY',
      compressors: { SNAPPY: snappyCompress },
      stats: false,
      pageSize: 0,
      columnIndex: false,
      offsetIndex: false,
    },
    encoding,
    pageData: {
      values: [...rows],
      definitionLevels: rows.map((row) => (row === null ? 0 : 1)),
      repetitionLevels: [],
      maxDefinitionLevel: 1,
    },
  });
  return { bytes: Buffer.from(writer.getBytes()), uncompressed };
}

/** Rows with runs of equal values, by index; every value is used. */
const coded = fc
  .array(fc.tuple(fc.option(fc.nat(40)), fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 90 }))), { minLength: 1 })
  .map((runs) => {
    const rows = runs.flatMap(([value, length]) => Array.from({ length }, () => value));
    const values = [...new Set(rows)].filter((value) => value !== null);
    return { values, codes: Int32Array.from(rows, (row) => (row === null ? NO_CODE : values.indexOf(row))) };
  });

/** With codes for texts, without for numbers; flags are their own codes. */
const WAYS = [
  { encoding: 'RLE_DICTIONARY', type: 'BYTE_ARRAY' },
  { encoding: 'PLAIN', type: 'DOUBLE' },
  { encoding: 'RLE', type: 'BOOLEAN' },
] as const;

it('is the page that the package would write, to the byte', () => {
  const pages = new PageWriter();
  fc.assert(
    fc.property(coded, fc.constantFrom(...WAYS), ({ values, codes }, { encoding, type }) => {
      const own = encoding === 'RLE' ? codes.map((code) => (code === NO_CODE ? NO_CODE : code % 2)) : codes;
      const known = own.filter((code) => code !== NO_CODE);
      // Without any value there is no dictionary.
      fc.pre(encoding !== 'RLE_DICTIONARY' || known.length > 0);
      const writer = new ByteWriter();
      const uncompressed = pages.write(writer, { type, encoding, codes: own, known, values });
      const rows = Array.from(own, (code) => (code === NO_CODE ? null : encoding === 'PLAIN' ? values[code] : code));
      expect({ bytes: Buffer.from(writer.getBytes()), uncompressed }).toEqual(byThePackage(encoding, type, rows));
    }),
  );
});
