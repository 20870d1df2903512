import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import type { ExportBatch, ExportColumn, ExportValues } from './columns.ts';
import { ParquetColumn, TYPES } from './parquet-column.ts';

/** Rows of a row group: enough for good compression, few enough for a laptop's memory. */
const ROWS_IN_GROUP = 122_880;

/** Without `isAdjustedToUTC` readers would treat times as local. */
const UTC_MOMENT = { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' } as const;

/**
 * The chunks of a Parquet file, group by group, compressed with snappy. Unknown values are null.
 */
export function* parquetChunks(
  columns: readonly ExportColumn[],
  batches: Iterable<ExportBatch>,
  rowsInGroup = ROWS_IN_GROUP,
): Generator<Uint8Array> {
  const writer = new ByteWriter();
  const schema = schemaFromColumnData({
    columnData: columns.map(({ name, kind }) => ({ name, type: TYPES[kind], data: [] })),
  }).map((element) =>
    element.converted_type === 'TIMESTAMP_MILLIS' ? { ...element, logical_type: UTC_MOMENT } : element,
  );
  const parquet = new ParquetWriter({ writer, schema, createdBy: 'PowerHive' });
  const [root, ...elements] = parquet.schema;
  if (root === undefined) throw new Error('a Parquet schema has a root');
  const group = elements.map((element, i) => {
    const { kind } = columns[i] as ExportColumn;
    return new ParquetColumn(kind, root, element, rowsInGroup);
  });
  const endGroup = (rows: number): Uint8Array => {
    const start = writer.offset;
    const written = group.map((column) => column.write(writer));
    parquet.num_rows += BigInt(rows);
    parquet.row_groups.push({
      columns: written,
      num_rows: BigInt(rows),
      total_byte_size: written.reduce((sum, { meta_data }) => sum + (meta_data?.total_uncompressed_size ?? 0n), 0n),
      total_compressed_size: BigInt(writer.offset - start),
    });
    return taken(writer);
  };

  let rows = 0;
  for (const batch of batches) {
    for (let start = 0; start < batch.rows; ) {
      const end = Math.min(batch.rows, start + rowsInGroup - rows);
      for (const [i, column] of group.entries()) column.add(batch.columns[i] as ExportValues, start, end);
      rows += end - start;
      start = end;
      if (rows < rowsInGroup) continue;
      yield endGroup(rows);
      rows = 0;
    }
  }
  if (rows > 0) yield endGroup(rows);
  // A write to memory is synchronous: this returns no promise.
  void parquet.finish();
  yield taken(writer);
}

/**
 * Takes the written bytes out of the writer. Its `offset` keeps counting; `index` is the position
 * in its memory.
 */
function taken(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}
