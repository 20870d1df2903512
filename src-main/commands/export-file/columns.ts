import type { z } from 'zod';
import type { CsvCell } from '../../../src-shared/csv.ts';
import { StatusFigures } from '../../../src-shared/model/status.ts';
import { Chip } from '../../../src-shared/model/telemetry.ts';
import { GRADES } from '../../history/chip-frame.ts';
import type { ExportedChips, ExportedStatus } from '../../store/queries/history-export.ts';

/** A column of an export, with what its values are: a moment is UNIX milliseconds. */
export interface ExportColumn {
  readonly name: string;
  readonly kind: 'moment' | 'whole' | 'decimal' | 'flag' | 'text';
}

/** Some values of a column: one text in all rows, numbers (a flag is 0 or 1), or places in `words`. */
export type ExportValues =
  | { readonly text: string | null }
  /** NaN where there is none. */
  | { readonly numbers: Float64Array; readonly words?: readonly string[] };

/** Some rows of an export, in the order of its columns. */
export interface ExportBatch {
  readonly rows: number;
  /** The moment of the last row: how far the export is. */
  readonly lastAt: number;
  readonly columns: readonly ExportValues[];
}

const OF_MINER = ['miner_id', 'nickname', 'model_alias', 'model_name'] as const;
const COLUMNS_OF_MINER: readonly ExportColumn[] = [
  { name: 'recorded_at', kind: 'moment' },
  ...OF_MINER.map((name) => ({ name, kind: 'text' as const })),
];
const CHIP_SHAPE = columnsOfShape(Chip.shape);
export const STATUS_COLUMNS: readonly ExportColumn[] = [...COLUMNS_OF_MINER, ...columnsOfShape(StatusFigures.shape)];
export const CHIP_COLUMNS: readonly ExportColumn[] = [
  ...COLUMNS_OF_MINER,
  { name: 'chain_id', kind: 'whole' },
  ...CHIP_SHAPE,
];

function columnsOfShape<Name extends string>(
  shape: Readonly<Record<Name, z.ZodType>>,
): (ExportColumn & { readonly name: Name })[] {
  return (Object.entries(shape) as [Name, z.ZodType][]).map(([name, schema]) => {
    const takes = (value: unknown): boolean => schema.safeParse(value).success;
    if (takes(0.5)) return { name, kind: 'decimal' };
    if (takes(1)) return { name, kind: 'whole' };
    return { name, kind: takes(true) ? 'flag' : 'text' };
  });
}

/** Chips as the history gives them: hour after hour of miner after miner, in columns already. */
export function* chipBatches(hours: Iterable<ExportedChips>): Generator<ExportBatch> {
  for (const { chips, ...miner } of hours) {
    yield {
      rows: chips.rows,
      lastAt: chips.recorded_at.at(-1) ?? 0,
      columns: [
        { numbers: chips.recorded_at },
        ...OF_MINER.map((name) => ({ text: miner[name] })),
        { numbers: chips.chain_id },
        ...CHIP_SHAPE.map(({ name }) =>
          name === 'grade' ? { numbers: chips.grade, words: GRADES } : { numbers: chips[name] },
        ),
      ],
    };
  }
}

const ROWS_IN_BATCH = 4096;

export function* statusBatches(statuses: Iterable<ExportedStatus>): Generator<ExportBatch> {
  let rows: ExportedStatus[] = [];
  for (const row of statuses) {
    rows.push(row);
    if (rows.length < ROWS_IN_BATCH) continue;
    yield batchOf(rows);
    rows = [];
  }
  if (rows.length > 0) yield batchOf(rows);
}

function batchOf(rows: readonly ExportedStatus[]): ExportBatch {
  const columns = STATUS_COLUMNS.map(({ name, kind }) => {
    const values = rows.map((row) => (row as unknown as Readonly<Record<string, CsvCell>>)[name] ?? null);
    if (kind === 'text') return placesOf(values as (string | null)[]);
    return { numbers: Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))) };
  });
  return { rows: rows.length, lastAt: rows.at(-1)?.recorded_at ?? 0, columns };
}

function placesOf(texts: readonly (string | null)[]): ExportValues {
  const places = new Map<string, number>();
  const numbers = new Float64Array(texts.length).fill(Number.NaN);
  texts.forEach((text, row) => {
    if (text === null) return;
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    numbers[row] = place;
  });
  return { numbers, words: [...places.keys()] };
}
