import { setTimeout as rest } from 'node:timers/promises';
import { Client, DatabaseError, type QueryResultRow } from 'pg';
import { clockWords } from '../clock-words.ts';
import type { OpenDestination } from '../outgoing-task.ts';
import { readAddress } from './address.ts';
import { ServerRefusal } from './failures.ts';
import { type Extensions, migrationSql, SCHEMA, SCHEMA_VERSION } from './schema-migrations.ts';

const CONNECT_MS = 10_000;
const CLOSE_MS = 2000;
/** Longer than `statement_timeout`. */
const RESPONSE_MS = 70_000;
/** Advisory lock for changes of the schema, so that two sites do not make them at once. */
export const SCHEMA_LOCK = 8_346_190_217;

const SESSION = `SET statement_timeout = '60s'; SET lock_timeout = '20s'; SET idle_in_transaction_session_timeout = '60s';
  SET TIME ZONE 'UTC'; SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`;

/** What a server reports about itself and the login. */
export interface ServerFacts extends Extensions {
  readonly version: string;
  readonly version_num: number;
  readonly encoding: string;
  readonly is_standby: boolean;
  readonly now_ms: number;
  readonly may_create: boolean;
  /** In the schema; null if there is none. */
  readonly may_create_tables: boolean | null;
  readonly has_schema: boolean;
  readonly has_version: boolean;
}

const FACTS = `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS version_num,
  current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS is_standby,
  (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now_ms, has_database_privilege(current_database(), 'CREATE') AS may_create,
  has_schema_privilege(to_regnamespace('${SCHEMA}'), 'CREATE') AS may_create_tables,
  to_regnamespace('${SCHEMA}') IS NOT NULL AS has_schema, to_regclass('${SCHEMA}.schema_version') IS NOT NULL AS has_version,
  EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') AS timescaledb, EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') AS citus`;

/** Only the owner of a partitioned table can create its partitions. */
const OWNS = `SELECT has_table_privilege(oid, 'INSERT') AND (relkind <> 'p' OR pg_has_role(relowner, 'USAGE')) AS yes
  FROM pg_class WHERE oid = to_regclass('${SCHEMA}.statuses')`;

/** Why a server cannot take history; null if it can. */
export function refuseServer({ version, version_num, encoding, is_standby }: ServerFacts): string | null {
  if (version_num < 150_000) return `it is PostgreSQL ${version}: 15 or newer is needed`;
  if (encoding !== 'UTF8') return `its database is encoded in ${encoding}: make one in UTF8`;
  return is_standby ? 'it is a standby, which takes no writes: enter the server that does' : null;
}

/**
 * Which right the login lacks for sending; null for none. `ownsTables` is null if there are no
 * tables yet.
 */
export function mayNot(
  { has_schema, may_create, may_create_tables }: ServerFacts,
  ownsTables: boolean | null,
): string | null {
  if (!has_schema)
    return may_create ? null : `the user may not make the schema ${SCHEMA} there: grant it CREATE on the database`;
  if (may_create_tables !== true) return `the user may not make tables in the schema ${SCHEMA}: make it its owner`;
  return ownsTables === false
    ? `the user does not own the tables of the schema ${SCHEMA}: use the login that made them`
    : null;
}

/** One connection to a database. It runs one statement at a time. */
export class PostgresConnection {
  readonly client: Client;
  #isBroken = false;

  private constructor(client: Client) {
    this.client = client;
    client.on('error', () => {
      this.#isBroken = true;
    });
    client.on('end', () => {
      this.#isBroken = true;
    });
  }

  /**
   * Connects and logs in. Only the destination decides how: neither the environment nor files such
   * as `.pgpass` are used.
   */
  static async open({ url, user, secret }: OpenDestination, signal: AbortSignal): Promise<PostgresConnection> {
    const address = readAddress(url);
    if (typeof address === 'string') throw new ServerRefusal(address);
    const { host, port, database, isEncrypted } = address;
    const client = new Client({
      host,
      port,
      database,
      user: user ?? '',
      // A function keeps pg from looking for a password elsewhere.
      password: () => secret ?? '',
      ssl: isEncrypted ? { rejectUnauthorized: true } : false,
      application_name: 'PowerHive',
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: RESPONSE_MS,
      keepAlive: true,
    });
    const connection = new PostgresConnection(client);
    try {
      await connection.until(signal, async () => {
        await client.connect();
        await client.query(SESSION);
      });
    } catch (error) {
      // A connection left open would keep the thread from ending.
      connection.cut();
      throw error;
    }
    return connection;
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  /**
   * Runs `work` over the connection. An abort of the signal cuts the connection, which ends all
   * waiting.
   */
  async until<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const cut = (): void => this.cut();
    signal.throwIfAborted();
    signal.addEventListener('abort', cut, { once: true });
    try {
      return await work();
    } catch (error) {
      // After an error that the server itself reports, the connection is still usable.
      if (!(error instanceof DatabaseError)) this.cut();
      throw error;
    } finally {
      signal.removeEventListener('abort', cut);
    }
  }

  cut(): void {
    this.#isBroken = true;
    (this.client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }

  async rows<T extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await this.client.query<T>(sql, values)).rows;
  }

  async transaction(work: () => Promise<void>): Promise<void> {
    await this.client.query('BEGIN');
    try {
      await work();
      await this.client.query('COMMIT');
    } catch (error) {
      if (!this.#isBroken) await this.client.query('ROLLBACK').catch(() => this.cut());
      throw error;
    }
  }

  async facts(): Promise<ServerFacts> {
    const [facts] = await this.rows<ServerFacts>(FACTS);
    if (facts === undefined) throw new ServerRefusal('it says nothing of itself');
    const wrong = refuseServer(facts);
    if (wrong !== null) throw new ServerRefusal(wrong);
    return facts;
  }

  /** The version of the schema, 0 for none. Throws ServerRefusal for one of a newer PowerHive. */
  async schemaVersion(): Promise<number> {
    const [row] = await this.rows<{ version: number }>(`SELECT max(version) AS version FROM ${SCHEMA}.schema_version`);
    const version = row?.version ?? 0;
    if (version > SCHEMA_VERSION)
      throw new ServerRefusal(
        `its schema ${SCHEMA} is of a newer PowerHive (version ${version}, this one knows ${SCHEMA_VERSION}): update PowerHive here`,
      );
    return version;
  }

  /** Creates or migrates the schema, in one transaction. */
  async prepare(): Promise<void> {
    const facts = await this.facts();
    if (facts.has_version && (await this.schemaVersion()) === SCHEMA_VERSION) return;
    await this.transaction(async () => {
      await this.client.query('SELECT pg_advisory_xact_lock($1)', [SCHEMA_LOCK]);
      // Another site may have done it meanwhile.
      const { has_schema, has_version, ...can } = await this.facts();
      const from = has_version ? await this.schemaVersion() : 0;
      if (from === SCHEMA_VERSION) return;
      if (!has_schema) await this.client.query(`CREATE SCHEMA ${SCHEMA}`);
      await this.client.query(migrationSql(from, can));
    });
  }

  /** The text of a successful test. Throws if anything would keep history from being written. */
  async check(nowMs: number): Promise<string> {
    const facts = await this.facts();
    const { version, now_ms, has_version, timescaledb, citus } = facts;
    if (has_version) await this.schemaVersion();
    const lacking = mayNot(facts, has_version ? (await this.rows<{ yes: boolean }>(OWNS))[0]?.yes === true : null);
    if (lacking !== null) throw new ServerRefusal(lacking);
    const clock = clockWords(now_ms, nowMs);
    if (clock !== null) throw new ServerRefusal(clock);
    const extensions = `${timescaledb ? ' with TimescaleDB' : ''}${citus ? ' with Citus' : ''}`;
    return `It takes rows: PostgreSQL ${version}${extensions}.`;
  }

  async close(): Promise<void> {
    if (this.#isBroken) return;
    const ended = this.client.end().catch(() => undefined);
    const waiting = new AbortController();
    // A server that no longer responds would keep `end` waiting.
    await Promise.race([ended, rest(CLOSE_MS, undefined, { signal: waiting.signal }).catch(() => undefined)]);
    waiting.abort();
    this.cut();
  }
}
