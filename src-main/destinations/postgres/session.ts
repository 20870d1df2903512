import { MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import type { DestinationPosition } from '../../store/destination-records.ts';
import type { OutgoingHistory } from '../../store/outgoing-history.ts';
import { startOf } from '../history-walk.ts';
import type { OpenDestination, OutgoingTask } from '../outgoing-task.ts';
import { splitInHalf } from '../split-in-half.ts';
import { nextReadings, tablesOf } from './batches.ts';
import { PostgresConnection } from './connection.ts';
import { copyTexts, PostgresWriter } from './readings-writer.ts';
import { halvesByMiner, type ReadingRows } from './rows.ts';
import { TABLE_ROWS_A_BATCH, TablePass } from './table-pass.ts';
import { UPSERT, type UpsertTable, upsertRow, upsertSql } from './upserted-tables.ts';
import type { Part } from './write-in-parts.ts';

/** Something to send, and the position after its commit. */
export interface Work extends Part {
  readonly bytes: number;
  readonly next: DestinationPosition;
  /** A full batch of a table other than readings: years of these may precede the next reading. */
  readonly isBacklog: boolean;
  /** To be called when the rows are stored or refused. */
  readonly done: () => void;
}
const nothing = (): void => undefined;
const bytesOf = (all: readonly string[]): number => all.reduce((sum, { length }) => sum + length + 1, 1);

/**
 * A connection that is kept from step to step, with digests of the small tables' rows it has sent.
 */
export class Session {
  readonly connection: PostgresConnection;
  readonly #readings: PostgresWriter;
  readonly #tables = new TablePass();
  /** The time of the last complete pass over the small tables; `#passAt`: of the running one. */
  #tablesAt = Number.NEGATIVE_INFINITY;
  #passAt: number | null = null;

  private constructor(connection: PostgresConnection) {
    this.connection = connection;
    this.#readings = new PostgresWriter(connection);
  }

  /** Connects, and creates or migrates the schema. */
  static async open(destination: OpenDestination, signal: AbortSignal): Promise<Session> {
    const session = new Session(await PostgresConnection.open(destination, signal));
    try {
      await session.connection.until(signal, async () => {
        await session.connection.prepare();
        await session.#readings.prepare();
      });
    } catch (error) {
      session.connection.cut();
      throw error;
    }
    return session;
  }

  /** Small tables once a minute, then the activity, then readings; null if nothing is left. */
  next(history: OutgoingHistory, task: OutgoingTask, position: DestinationPosition): Work | null {
    return (
      this.#nextTable(history, task, position) ??
      this.#nextActivity(history, task, position) ??
      this.#nextReadings(history, task, position)
    );
  }

  #nextTable(history: OutgoingHistory, task: OutgoingTask, position: DestinationPosition): Work | null {
    const tables = tablesOf(task, position);
    if (this.#passAt === null) {
      if (Math.abs(task.upToAt - this.#tablesAt) < MINUTE_MS) return null;
      this.#tables.begin(history, tables);
      this.#passAt = task.upToAt;
    }
    const batch = this.#tables.next();
    if (batch !== null) {
      const { table, json } = batch;
      const done = (): void => this.#tables.done();
      return {
        ...this.#upsert(table, json),
        bytes: bytesOf(json),
        next: position,
        isBacklog: json.length === TABLE_ROWS_A_BATCH,
        done,
      };
    }
    this.#tablesAt = this.#passAt;
    this.#passAt = null;
    const next = { ...position, tables: { ...tables, at: this.#tablesAt } };
    return {
      rows: 0,
      bytes: 0,
      write: () => Promise.resolve(),
      halves: () => [],
      next,
      isBacklog: false,
      done: nothing,
    };
  }

  #nextActivity(history: OutgoingHistory, task: OutgoingTask, position: DestinationPosition): Work | null {
    const tables = tablesOf(task, position);
    const entries = history.records.activity(tables.activity_id, startOf(task), TABLE_ROWS_A_BATCH);
    const last = entries.at(-1);
    if (last === undefined) return null;
    const site = history.site().id;
    const json = entries.map((entry) => JSON.stringify(upsertRow(UPSERT.activity, site, entry)));
    const next = { ...position, tables: { ...tables, activity_id: Number(last['activity_id']) } };
    return {
      ...this.#upsert(UPSERT.activity, json),
      bytes: bytesOf(json),
      next,
      isBacklog: json.length === TABLE_ROWS_A_BATCH,
      done: nothing,
    };
  }

  #nextReadings(history: OutgoingHistory, task: OutgoingTask, position: DestinationPosition): Work | null {
    const batch = nextReadings(history, task, position);
    if (batch === null) return null;
    const { site, next, ...rows } = batch;
    const texts = copyTexts(rows);
    const bytes = texts.reduce((all, text) => all + text.bytes, 0);
    return { ...this.#copy(rows, texts, site, task.upToAt), bytes, next, isBacklog: false, done: nothing };
  }

  #copy(rows: ReadingRows, texts: ReturnType<typeof copyTexts>, site: string, upToAt: number): Part {
    const halves = (): Part[] => halvesByMiner(rows).map((half) => this.#copy(half, copyTexts(half), site, upToAt));
    const count = Object.values(rows).reduce((all, { length }) => all + length, 0);
    return { rows: count, write: () => this.#readings.write(site, texts, upToAt), halves };
  }

  /** A single statement needs no explicit transaction. */
  #upsert(table: UpsertTable, json: readonly string[]): Part {
    const write = async (): Promise<void> => {
      await this.connection.client.query(upsertSql(table), [`[${json.join(',')}]`]);
    };
    return { rows: json.length, write, halves: () => splitInHalf(json).map((half) => this.#upsert(table, half)) };
  }
}
