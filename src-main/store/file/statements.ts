import type { Statement } from 'better-sqlite3';
import { getTableColumns, getTableName } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Sqlite } from './database-file.ts';

type ColumnName<T extends SQLiteTable> = keyof T['_']['columns'] & string;
type Bound = string | number | null | Uint8Array;

/** Ids, bound as one JSON array. */
export const GIVEN_IDS = '(SELECT value FROM json_each(?))';

const kept = new WeakMap<Sqlite, Map<string, Statement<unknown[]>>>();

/**
 * A statement, prepared once for each connection and cached: preparing takes longer than running.
 * Only for a limited number of texts. A statement can run only once at a time, so that one in use
 * by `iterate` must not be requested again.
 */
export function prepared<P extends unknown[] = unknown[], R = unknown>(sqlite: Sqlite, sql: string): Statement<P, R> {
  let statements = kept.get(sqlite);
  if (statements === undefined) {
    statements = new Map();
    kept.set(sqlite, statements);
  }
  let statement = statements.get(sql);
  if (statement === undefined) {
    statement = sqlite.prepare(sql);
    statements.set(sql, statement);
  }
  return statement as unknown as Statement<P, R>;
}

/** Runs a prepared INSERT with the named values of a row; returns the new row's id. */
export type Insert<C extends string> = (row: { readonly [K in C]: unknown }) => number;

/**
 * Prepares an INSERT for code that writes thousands of rows per second, for which drizzle's builder
 * would cost more than the write. Values that a column of that type cannot hold (NaN, infinity, a
 * fraction or a huge number in an integer column) are unknown, and become null.
 *
 * With `onConflict`, an existing row with the same key is updated, except for the columns in
 * `leave`.
 */
export function prepareInsert<T extends SQLiteTable, C extends ColumnName<T>>(
  sqlite: Sqlite,
  table: T,
  columns: readonly C[],
  onConflict?: ColumnName<T>,
  leave: readonly C[] = [],
): Insert<C> {
  const types = getTableColumns(table) as Record<string, SQLiteColumn>;
  const binders = columns.map((name) => ({ name, bind: binderOf(types[name]?.getSQLType() ?? 'text') }));
  const statement: Statement<Bound[]> = sqlite.prepare(
    `INSERT INTO ${getTableName(table)} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})${
      onConflict === undefined ? '' : conflictClause(columns, [onConflict, ...leave])
    }`,
  );
  return (row) => Number(statement.run(...binders.map(({ name, bind }) => bind(row[name]))).lastInsertRowid);
}

/** The keys of a model's shape, which are its column names. */
export function columnsOf<S extends object>(shape: S): readonly (keyof S & string)[] {
  return Object.keys(shape) as (keyof S & string)[];
}

/**
 * A row as read, with null for numbers that are not finite: SQLite can store infinity, but no
 * screen and no JSON can show it.
 */
export function finite<R extends object>(row: R): R {
  for (const key in row) {
    const value = row[key];
    if (typeof value === 'number' && !Number.isFinite(value)) Object.assign(row, { [key]: null });
  }
  return row;
}

function conflictClause(columns: readonly string[], leave: readonly string[]): string {
  const updates = columns.filter((column) => !leave.includes(column)).map((column) => `${column} = excluded.${column}`);
  return ` ON CONFLICT (${leave[0]}) DO UPDATE SET ${updates.join(', ')}`;
}

function binderOf(sqlType: string): (value: unknown) => Bound {
  if (sqlType === 'integer') return bindInteger;
  if (sqlType === 'real') return (value) => (typeof value === 'number' && Number.isFinite(value) ? value : null);
  if (sqlType === 'blob') return (value) => (value instanceof Uint8Array ? value : null);
  return (value) => (typeof value === 'string' ? value : null);
}

function bindInteger(value: unknown): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return Number.isSafeInteger(value) ? (value as number) : null;
}
