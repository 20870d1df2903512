import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { DAY_MS } from '../../../src-shared/milliseconds.ts';
import { type PostgresConnection, SCHEMA_LOCK } from './connection.ts';
import { READINGS, type ReadingRows, type Row } from './rows.ts';
import { PARTITIONED, type Partitioned, SCHEMA } from './schema-migrations.ts';

/** Partitions created ahead of time, so that no reading waits for a lock. */
const AHEAD = 2;

/** Rows of one table as text for COPY. */
export interface CopyText {
  readonly table: Partitioned;
  readonly text: string;
  readonly rows: number;
  readonly bytes: number;
  readonly periods: readonly string[];
}

/** The rows of a batch as text for COPY, by table. */
export function copyTexts(rows: ReadingRows): CopyText[] {
  return (Object.keys(PARTITIONED) as Partitioned[]).flatMap((table) => {
    const all = rows[table];
    if (all.length === 0) return [];
    const periods = new Set(all.map((row) => periodOf(table, Number(row[1]) * 1000)));
    const text = all.map(line).join('');
    return [{ table, text, rows: all.length, bytes: text.length, periods: [...periods] }];
  });
}

function line(row: Row): string {
  return `${row.map((value) => (value === null ? '\\N' : typeof value === 'number' ? value : escaped(value))).join('\t')}\n`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
function escaped(text: string): string {
  return text.replaceAll(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? '');
}

/**
 * Writes readings over one connection: by COPY into a temporary table, and from there by upsert.
 */
export class PostgresWriter {
  readonly #connection: PostgresConnection;
  readonly #partitions = new Set<string>();
  /** Tables partitioned by PostgreSQL; empty with TimescaleDB, which divides its tables itself. */
  readonly #divided = new Set<string>();

  constructor(connection: PostgresConnection) {
    this.#connection = connection;
  }

  /** Creates the temporary tables, and reads which partitions there are. */
  async prepare(): Promise<void> {
    const { client } = this.#connection;
    for (const [table, { columns }] of Object.entries(READINGS)) {
      const typed = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
      await client.query(`CREATE TEMP TABLE in_${table} (${typed.join(', ')}) ON COMMIT DELETE ROWS`);
    }
    const found = await this.#connection.rows<{ relname: string; relkind: string }>(
      `SELECT relname, relkind FROM pg_class WHERE relnamespace = '${SCHEMA}'::regnamespace AND relkind IN ('r', 'p', 'f')`,
    );
    for (const { relname, relkind } of found) (relkind === 'p' ? this.#divided : this.#partitions).add(relname);
  }

  /** Writes in one transaction. Repeated rows are not duplicated. */
  async write(site: string, texts: readonly CopyText[], nowMs: number): Promise<void> {
    await this.#addPartitions(texts, nowMs);
    const { client } = this.#connection;
    await this.#connection.transaction(async () => {
      for (const { table, text } of texts) {
        const columns = Object.keys(READINGS[table].columns).join(', ');
        await pipeline(
          Readable.from([text]),
          client.query(copyFrom(`COPY pg_temp.in_${table} (${columns}) FROM STDIN`)),
        );
        await client.query(MOVE[table], [site]);
      }
    });
  }

  async #addPartitions(texts: readonly CopyText[], nowMs: number): Promise<void> {
    const wanted = texts.flatMap(({ table, periods }) =>
      this.#divided.has(table) ? [...periods, ...ahead(table, nowMs)].map((start) => ({ table, start })) : [],
    );
    const missing = wanted.filter(({ table, start }) => !this.#partitions.has(nameOf(table, start)));
    if (missing.length === 0) return;
    await this.#connection.transaction(async () => {
      await this.#connection.client.query('SELECT pg_advisory_xact_lock($1)', [SCHEMA_LOCK]);
      for (const { table, start } of missing)
        await this.#connection.client.query(
          `CREATE TABLE IF NOT EXISTS ${SCHEMA}.${nameOf(table, start)} PARTITION OF ${SCHEMA}.${table}
             FOR VALUES FROM ('${start}T00:00:00Z') TO ('${following(table, start)}T00:00:00Z')`,
        );
    });
    for (const { table, start } of missing) this.#partitions.add(nameOf(table, start));
  }
}

/** By table: moves rows from the temporary table, those that are there already by upsert. */
export const MOVE = Object.fromEntries(
  Object.entries(READINGS).map(([table, { columns, key }]) => {
    const there = (name: string): string => (name === 'at_s' ? 'slot_at' : name);
    const here = (name: string): string => (name === 'at_s' ? 'to_timestamp(at_s)' : name);
    const names = Object.keys(columns);
    const figures = names.filter((name) => !key.includes(name));
    const sql = `INSERT INTO ${SCHEMA}.${table} AS t (site_id, ${names.map(there).join(', ')})
      SELECT DISTINCT ON (${key.join(', ')}) $1::uuid, ${names.map(here).join(', ')} FROM pg_temp.in_${table}
      ON CONFLICT (site_id, ${key.map(there).join(', ')}) DO UPDATE SET ${figures.map((name) => `${name} = excluded.${name}`).join(', ')}
      WHERE (${figures.map((name) => `t.${name}`).join(', ')}) IS DISTINCT FROM (${figures.map((name) => `excluded.${name}`).join(', ')})`;
    return [table, sql];
  }),
) as Record<Partitioned, string>;

/** The first day, in UTC, of the partition for a time. */
function periodOf(table: Partitioned, at: number): string {
  const day = new Date(at).toISOString().slice(0, 10);
  return PARTITIONED[table] === 'day' ? day : `${day.slice(0, 7)}-01`;
}

function following(table: Partitioned, start: string): string {
  return periodOf(table, Date.parse(`${start}T00:00:00Z`) + (PARTITIONED[table] === 'day' ? 1 : 31) * DAY_MS);
}

function ahead(table: Partitioned, nowMs: number): string[] {
  const all = [periodOf(table, nowMs)];
  for (let i = 0; i < AHEAD; i++) all.push(following(table, all.at(-1) ?? ''));
  return all;
}

const nameOf = (table: Partitioned, start: string): string =>
  `${table}_${PARTITIONED[table] === 'day' ? start.replaceAll('-', '') : start.slice(0, 7).replace('-', '')}`;
