import { type BasicType, ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import type { z } from 'zod';
import { type CsvCell, csvLine } from '../../src-shared/csv.ts';

/** A column of an export, with what its values are: a moment is UNIX milliseconds. */
export interface ExportColumn {
  readonly name: string;
  readonly kind: 'moment' | 'whole' | 'decimal' | 'flag' | 'text';
}

/** The columns of a shape of the model. */
export function columnsOfShape(shape: Readonly<Record<string, z.ZodType>>): ExportColumn[] {
  return Object.entries(shape).map(([name, schema]) => {
    const takes = (value: unknown): boolean => schema.safeParse(value).success;
    if (takes(0.5)) return { name, kind: 'decimal' };
    if (takes(1)) return { name, kind: 'whole' };
    return { name, kind: takes(true) ? 'flag' : 'text' };
  });
}

type Row = Readonly<Record<string, CsvCell | undefined>>;

/** Lines of CSV, the names first. */
export function* csvLines(columns: readonly ExportColumn[], rows: Iterable<object>): Generator<string> {
  yield csvLine(columns.map(({ name }) => name));
  for (const row of rows) yield csvLine(columns.map(({ name }) => (row as Row)[name] ?? null));
}

/** So many rows share a group: enough for good compression, few enough for a laptop's memory. */
const ROWS_IN_GROUP = 50_000;

const TYPES: Readonly<Record<ExportColumn['kind'], BasicType>> = {
  moment: 'TIMESTAMP',
  // Counts of a miner grow past 32 bits.
  whole: 'INT64',
  decimal: 'DOUBLE',
  flag: 'BOOLEAN',
  text: 'STRING',
};

/** The chunks of a Parquet file, group by group, compressed with snappy. An unknown value is null there too. */
export function* parquetChunks(columns: readonly ExportColumn[], rows: Iterable<object>): Generator<Uint8Array> {
  const writer = new ByteWriter();
  const sources = (group: readonly Row[]) =>
    columns.map(({ name, kind }) => ({
      name,
      type: TYPES[kind],
      data: group.map((row) => parquetValue(row[name], kind)),
    }));
  const parquet = new ParquetWriter({
    writer,
    schema: schemaFromColumnData({ columnData: sources([]) }),
    createdBy: 'PowerHive',
  });
  // The writer counts on in `offset`; `index` is where the next byte goes in its memory, which is given away here.
  const chunk = (): Uint8Array => {
    const bytes = writer.getBytes().slice();
    writer.index = 0;
    return bytes;
  };
  let group: Row[] = [];
  for (const row of rows) {
    group.push(row as Row);
    if (group.length < ROWS_IN_GROUP) continue;
    parquet.write({ columnData: sources(group), rowGroupSize: ROWS_IN_GROUP });
    group = [];
    yield chunk();
  }
  if (group.length > 0) parquet.write({ columnData: sources(group), rowGroupSize: ROWS_IN_GROUP });
  parquet.finish();
  yield chunk();
}

function parquetValue(value: CsvCell | undefined, kind: ExportColumn['kind']): unknown {
  if (value === null || value === undefined) return null;
  if (kind === 'moment') return new Date(Number(value));
  return kind === 'whole' ? BigInt(Number(value)) : value;
}
