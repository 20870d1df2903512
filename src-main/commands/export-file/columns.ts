import type { z } from 'zod';
import { StatusFigures } from '../../../src-shared/model/miner/status.ts';
import { Chip } from '../../../src-shared/model/miner/telemetry.ts';
import type { CsvCell } from '../../../src-shared/text/csv.ts';
import { GRADES } from '../../history/chip-frame.ts';
import { type CodedNumbers, NO_CODE, withOwnCodes } from '../../history/encoding/coded-numbers.ts';
import type { ExportedChips, ExportedStatus } from '../../store/queries/history/history-export.ts';

/** A column of an export. Values of the kind `moment` are in UNIX milliseconds. */
export interface ExportColumn {
  readonly name: string;
  readonly kind: 'moment' | 'whole' | 'decimal' | 'flag' | 'text';
}

/** Rows of a column: the same text in all, or values with a code for each row. A flag is 0 or 1. */
export type ExportValues = { readonly text: string | null } | CodedNumbers | CodedTexts;

/** Like `CodedNumbers`, with texts. */
export interface CodedTexts {
  readonly codes: Int32Array;
  readonly texts: readonly string[];
}

/** Rows of an export, with one entry for each column. */
export interface ExportBatch {
  readonly rows: number;
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

/** Chips in the order of the history: by hour and miner, already in columns. */
export function* chipBatches(hours: Iterable<ExportedChips>): Generator<ExportBatch> {
  for (const { chips, ...miner } of hours) {
    yield {
      rows: chips.rows,
      columns: [
        chips.recorded_at,
        ...OF_MINER.map((name) => ({ text: miner[name] })),
        chips.chain_id,
        ...CHIP_SHAPE.map(({ name }) => (name === 'grade' ? gradesOf(chips.grade) : chips[name])),
      ],
    };
  }
}

function gradesOf({ codes, values }: CodedNumbers): CodedTexts {
  const grades = codes.map((code) => {
    const grade = code === NO_CODE ? NO_CODE : (values[code] as number);
    return grade < GRADES.length ? grade : NO_CODE;
  });
  return { codes: grades, texts: GRADES };
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
    if (kind === 'text') return codedTexts(values as (string | null)[]);
    return withOwnCodes(Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))));
  });
  return { rows: rows.length, columns };
}

function codedTexts(texts: readonly (string | null)[]): CodedTexts {
  const places = new Map<string, number>();
  const codes = Int32Array.from(texts, (text) => {
    if (text === null) return NO_CODE;
    const code = places.get(text) ?? places.size;
    places.set(text, code);
    return code;
  });
  return { codes, texts: [...places.keys()] };
}
