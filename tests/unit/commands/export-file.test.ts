import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { ExportBatch, ExportColumn, ExportValues } from '../../../src-main/commands/export-file/columns.ts';
import { type CsvForm, csvChunks } from '../../../src-main/commands/export-file/csv.ts';
import { parquetChunks } from '../../../src-main/commands/export-file/parquet.ts';
import { NO_CODE, withOwnCodes } from '../../../src-main/history/encoding/coded-numbers.ts';
import { type CsvCell, csvLine } from '../../../src-shared/text/csv.ts';
import { isoTime } from '../../../src-shared/text/iso-time.ts';
import { T0 } from '../store/farm-fixture.ts';

const COLUMNS: readonly ExportColumn[] = [
  { name: 'at', kind: 'moment' },
  { name: 'miner', kind: 'text' },
  { name: 'place', kind: 'text' },
  { name: 'count', kind: 'whole' },
  { name: 'figure', kind: 'decimal' },
  { name: 'isOn', kind: 'flag' },
  { name: 'state', kind: 'text' },
];
/** A batch and the content of its rows. */
interface Known {
  readonly batch: ExportBatch;
  readonly rows: readonly (readonly CsvCell[])[];
}

const text = fc.oneof(
  fc.constantFrom('mining', '=1+1', 'a;b,c', '"', ''),
  fc.string({ unit: 'grapheme', maxLength: 9 }),
);
const figure = fc.oneof(
  fc.integer({ min: -900, max: 900 }).map((whole) => whole / 100),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const row = fc.tuple(
  fc.integer({ min: T0, max: T0 + 9 }),
  fc.option(fc.oneof(fc.nat(3), fc.maxSafeInteger())),
  fc.option(figure),
  fc.option(fc.boolean()),
  fc.option(text),
);
const known: fc.Arbitrary<Known> = fc
  .tuple(fc.option(text), fc.option(text), fc.array(row, { maxLength: 40 }))
  .map(([miner, place, some]) => knownOf(miner, place, some));

function knownOf(
  miner: string | null,
  place: string | null,
  some: readonly (readonly [number, number | null, number | null, boolean | null, string | null])[],
): Known {
  // Some values twice; the last one belongs to no row.
  const numbers = (of: (row: (typeof some)[number]) => CsvCell): ExportValues => ({
    codes: Int32Array.from(some, (one, i) => (of(one) === null ? NO_CODE : i)),
    values: Float64Array.from([...some.map((one) => Number(of(one) ?? 0)), 7.5]),
  });
  const texts = [...new Set(some.map((one) => one[4]))].filter((word) => word !== null).reverse();
  const columns: ExportValues[] = [
    numbers((one) => one[0]),
    { text: miner },
    { text: place },
    numbers((one) => one[1]),
    numbers((one) => one[2]),
    numbers((one) => one[3]),
    { codes: Int32Array.from(some, ([, , , , word]) => (word === null ? NO_CODE : texts.indexOf(word))), texts },
  ];
  return {
    batch: { rows: some.length, columns },
    rows: some.map(([at, ...rest]) => [at, miner, place, ...rest]),
  };
}

/** Copies each chunk, because the next but one reuses its memory. */
function csvOf(columns: readonly ExportColumn[], batches: readonly ExportBatch[], form: CsvForm): string {
  return Buffer.concat(Array.from(csvChunks(columns, batches, form), (chunk) => Buffer.from(chunk))).toString();
}

function parquetOf(some: readonly Known[], rowsInGroup: number): ArrayBuffer {
  const batches = some.map(({ batch }) => batch);
  const bytes = Buffer.concat([...parquetChunks(COLUMNS, batches, rowsInGroup)]);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
}

/** A row as in Parquet: times as dates, whole numbers as 64 bits. */
function asParquet([at, miner, place, count, ...rest]: readonly CsvCell[]): object {
  const values = [new Date(Number(at)), miner, place, count === null ? null : BigInt(count as number), ...rest];
  return Object.fromEntries(COLUMNS.map(({ name }, i) => [name, values[i]]));
}

describe('an exported file', () => {
  it('as CSV has the line that each row by itself would be', () => {
    fc.assert(
      fc.property(
        fc.array(known, { maxLength: 6 }),
        fc.constantFrom('comma', 'semicolon', 'tab'),
        (some, separator) => {
          const batches = some.map(({ batch }) => batch);
          const csv = csvOf(COLUMNS, batches, { separator, isMarked: false });
          const lines = some.flatMap(({ rows }) =>
            rows.map(([at, ...rest]) => csvLine([isoTime(Number(at)), ...rest], separator)),
          );
          expect(csv).toBe(
            csvLine(
              COLUMNS.map(({ name }) => name),
              separator,
            ) + lines.join(''),
          );
        },
      ),
    );
  });

  it('as CSV keeps no text for every number that ever was', () => {
    const columns: ExportColumn[] = [{ name: 'count', kind: 'whole' }];
    const batches = [0, 1].map((part) => {
      const numbers = Float64Array.from({ length: 66_000 }, (_, i) => 2 * i + part);
      return { rows: numbers.length, columns: [withOwnCodes(numbers)] };
    });
    const csv = csvOf(columns, batches, { separator: 'comma', isMarked: true });
    const lines = batches.map((batch) => `${batch.columns[0]?.values.join('\r\n')}\r\n`);
    expect(csv === `\uFEFFcount\r\n${lines.join('')}`).toBe(true);
  });

  it('as Parquet gives back every value to the bit, in groups of any size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(known, { maxLength: 6 }), fc.integer({ min: 1, max: 300 }), async (some, size) => {
        const file = parquetOf(some, size);
        const rows = some.flatMap((one) => one.rows);
        expect(await parquetReadObjects({ file })).toEqual(rows.map(asParquet));
        const { row_groups, num_rows } = parquetMetadata(file);
        expect(num_rows).toBe(BigInt(rows.length));
        expect(row_groups).toHaveLength(Math.ceil(rows.length / size));
        row_groups.forEach(({ columns }, group) => {
          const ats = rows.slice(group * size, (group + 1) * size).map(([at]) => Number(at));
          expect(columns[0]?.meta_data?.statistics).toMatchObject({
            min_value: new Date(Math.min(...ats)),
            max_value: new Date(Math.max(...ats)),
          });
        });
      }),
    );
  });
});
