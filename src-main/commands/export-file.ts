import { type BasicType, ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import type { z } from 'zod';
import { CSV_MARK, type CsvCell, type CsvSeparator, csvLine } from '../../src-shared/csv.ts';
import { isoTime } from '../../src-shared/iso-time.ts';

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

export interface CsvForm {
  readonly separator: CsvSeparator;
  /** Whether the file begins with the byte order mark, by which spreadsheets recognise UTF-8. */
  readonly isMarked: boolean;
}

/** Lines of CSV, the names first. Moments are ISO 8601 in local time with its offset. */
export function* csvLines(
  columns: readonly ExportColumn[],
  rows: Iterable<object>,
  { separator, isMarked }: CsvForm,
): Generator<string> {
  const names = columns.map(({ name }) => name);
  yield `${isMarked ? CSV_MARK : ''}${csvLine(names, separator)}`;
  const momentText = lastOnce(isoTime);
  for (const row of rows) {
    const cells = columns.map(({ name, kind }) => {
      const value = (row as Row)[name] ?? null;
      return kind === 'moment' && value !== null ? momentText(Number(value)) : value;
    });
    yield csvLine(cells, separator);
  }
}

/** Remembers the last result: the rows of one reading share their moment. */
function lastOnce<T>(work: (value: number) => T): (value: number) => T {
  let last: { readonly value: number; readonly result: T } | null = null;
  return (value) => {
    if (last?.value !== value) last = { value, result: work(value) };
    return last.result;
  };
}

/** So many rows share a group: enough for good compression, few enough for a laptop's memory. */
const ROWS_IN_GROUP = 50_000;
/** A column of a group is one page: it is small, and nobody reads half of it. */
const IN_GROUP = { rowGroupSize: ROWS_IN_GROUP, pageSize: 0 };

const TYPES: Readonly<Record<ExportColumn['kind'], BasicType>> = {
  moment: 'TIMESTAMP',
  // Counts of a miner grow past 32 bits.
  whole: 'INT64',
  decimal: 'DOUBLE',
  flag: 'BOOLEAN',
  text: 'STRING',
};

/** Readers take a time that does not say so for one of no zone, and show it as local. */
const UTC_MOMENT = { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' } as const;

/**
 * The chunks of a Parquet file, group by group, compressed with snappy. An unknown value is null
 * there too.
 */
export function* parquetChunks(columns: readonly ExportColumn[], rows: Iterable<object>): Generator<Uint8Array> {
  const writer = new ByteWriter();
  const sources = (group: readonly Row[]) =>
    columns.map(({ name, kind }) => ({
      name,
      type: TYPES[kind],
      data: parquetColumn(group, name, kind),
      // By its bounds a reader finds a time without reading every group. Those of the other columns
      // are nearly the same in each group, and cost a third of the time.
      statistics: kind === 'moment',
    }));
  const parquet = new ParquetWriter({
    writer,
    schema: schemaFromColumnData({ columnData: sources([]) }).map((element) =>
      element.converted_type === 'TIMESTAMP_MILLIS' ? { ...element, logical_type: UTC_MOMENT } : element,
    ),
    createdBy: 'PowerHive',
  });
  // Into memory all is written at once, and what these calls return is no promise. The writer
  // counts on in `offset`; `index` is where the next byte goes in its memory, which is given away
  // here.
  const chunk = (): Uint8Array => {
    const bytes = writer.getBytes().slice();
    writer.index = 0;
    return bytes;
  };
  let group: Row[] = [];
  for (const row of rows) {
    group.push(row as Row);
    if (group.length < ROWS_IN_GROUP) continue;
    void parquet.write({ columnData: sources(group), ...IN_GROUP });
    group = [];
    yield chunk();
  }
  if (group.length > 0) void parquet.write({ columnData: sources(group), ...IN_GROUP });
  void parquet.finish();
  yield chunk();
}

/**
 * The values of one column. Rows of one reading share their moment, and most whole numbers are
 * small.
 */
function parquetColumn(group: readonly Row[], name: string, kind: ExportColumn['kind']): unknown[] {
  const data = new Array<unknown>(group.length);
  const moment = lastOnce((at) => new Date(at));
  for (let i = 0; i < group.length; i++) {
    const value = group[i]?.[name] ?? null;
    if (value === null) data[i] = null;
    else if (kind === 'moment') data[i] = moment(Number(value));
    else data[i] = kind === 'whole' ? whole(Number(value)) : value;
  }
  return data;
}

const SMALL_WHOLES = Array.from({ length: 4096 }, (_, i) => BigInt(i));

function whole(value: number): bigint {
  return SMALL_WHOLES[value] ?? BigInt(value);
}
