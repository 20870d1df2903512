import type { z } from 'zod';
import type { Sqlite } from './database-file.ts';
import { prepared } from './statements.ts';

/** A row as the values of its columns, in the order of the SELECT. */
export type RowValues = readonly unknown[];

/** A value as the JSON of its column; null if there is none. */
export function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

/**
 * All rows of a SELECT as values. They are read in half the time of objects, and copied to another
 * thread in a third of it, because the names of the columns are not repeated in each row. Numbers
 * that are not finite are null: SQLite can store infinity, but no screen and no JSON can show it.
 */
export function allValues<P extends unknown[]>(sqlite: Sqlite, sql: string, ...given: P): unknown[][] {
  const rows = prepared<P, unknown[]>(sqlite, sql)
    .raw()
    .all(...given);
  for (const values of rows) {
    for (let i = 0; i < values.length; i++) {
      if (typeof values[i] === 'number' && !Number.isFinite(values[i])) values[i] = null;
    }
  }
  return rows;
}

/**
 * Returns a function that makes an object from the values of a row, beginning with the one at
 * `firstAt`. All its objects are copies of one, so that V8 stores them in their smallest form.
 */
export function objectsOf<R extends object>(
  columns: readonly (keyof R & string)[],
  firstAt: number,
): (values: RowValues) => R {
  const empty = Object.fromEntries(columns.map((column): [string, unknown] => [column, null]));
  return (values) => {
    const row = { ...empty };
    for (let i = 0; i < columns.length; i++) row[columns[i] as string] = values[firstAt + i];
    return row as R;
  };
}

/** A JSON column; null if it is empty or damaged, because the row is still useful. */
export function jsonColumn<S extends z.ZodType>(text: unknown, schema: S): z.infer<S> | null {
  if (typeof text !== 'string') return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
