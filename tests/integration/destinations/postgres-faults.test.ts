import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SCHEMA_VERSION } from '../../../src-main/destinations/postgres/schema-migrations.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import type { StatusRecord, Store } from '../../../src-main/store/store.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { hasPostgres, PostgresServer } from '../../fixtures/destinations/postgres.ts';
import { expectSameRows, rowReadingOf } from '../../fixtures/destinations/postgres-rows.ts';
import { FastClock, type Sending, startSending } from '../../fixtures/destinations/sending.ts';
import { eventually, until } from '../../fixtures/patience.ts';
import { aMiner, aModel } from '../../unit/store/farm-fixture.ts';

const NOW = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
const MINERS = [1, 2, 3];

describe.skipIf(!hasPostgres)('PostgreSQL', () => {
  const server = new PostgresServer();
  let folder: string;
  let store: Store;
  let clock: FastClock;
  let sending: Sending;
  let database = '';
  let count = 0;
  beforeAll(() => server.start());
  afterAll(() => server.remove());
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'powerhive-destinations-'));
    store = await openStore({ path: join(folder, 'powerhive.db') });
    await store.upsertModels([aModel()]);
    await store.upsertMiners(MINERS.map((n) => aMiner(n)));
    clock = new FastClock(NOW);
    sending = await startSending(store, clock);
    count += 1;
    database = `fault_${count}`;
    await server.addDatabase(database);
  });
  afterEach(async () => {
    await sending.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const add = (name = 'PG') =>
    sending.add({
      kind: 'postgres',
      name,
      url: server.url(database),
      user: database,
      secret: 'pw',
      since_at: NOW - 5 * MINUTE_MS,
    });
  const state = () => sending.destinations.list()[0]?.state;
  const query = <T extends Record<string, unknown>>(sql: string) => server.query<T>(database, sql);
  const says = (words: RegExp) => eventually(() => expect(state()?.last_error).toMatch(words));
  const same = (records: readonly StatusRecord[]) => expectSameRows((sql) => query(sql), records);

  async function record(fromAt: number, toAt: number): Promise<StatusRecord[]> {
    const records: StatusRecord[] = [];
    for (let at = fromAt; at < toAt; at += 15_000) for (const n of MINERS) records.push(rowReadingOf(n, at + n * 100));
    await store.recordMinerStatuses(records);
    clock.nowAt = toAt + 15_000;
    return records;
  }

  const ELSE = /^its schema powerhive holds tables of something else\. Use another database: /;
  it.each<[string, string, RegExp]>([
    ['that belongs to another', 'CREATE SCHEMA powerhive', /^the user lacks a right there/],
    [
      'with a table of that name',
      'CREATE SCHEMA powerhive AUTHORIZATION me; CREATE TABLE powerhive.miners (x int)',
      ELSE,
    ],
    [
      'with its own list of versions',
      'CREATE SCHEMA powerhive AUTHORIZATION me; CREATE TABLE powerhive.schema_version (name text); GRANT SELECT ON powerhive.schema_version TO me',
      ELSE,
    ],
    [
      'whose versions are no numbers',
      `CREATE SCHEMA powerhive AUTHORIZATION me; CREATE TABLE powerhive.schema_version AS SELECT 'v1' AS version; GRANT SELECT ON powerhive.schema_version TO me`,
      ELSE,
    ],
    [
      'that has lost its tables',
      'CREATE SCHEMA powerhive AUTHORIZATION me; CREATE TABLE powerhive.schema_version AS SELECT 1 AS version; GRANT SELECT ON powerhive.schema_version TO me',
      /^a table of the schema powerhive is missing there/,
    ],
    [
      'whose tables have other columns',
      `CREATE SCHEMA powerhive AUTHORIZATION me; CREATE TABLE powerhive.schema_version AS SELECT ${SCHEMA_VERSION} AS version; CREATE TABLE powerhive.sites (x int); GRANT ALL ON ALL TABLES IN SCHEMA powerhive TO me`,
      ELSE,
    ],
  ])('leaves a schema powerhive %s alone, and says so, until it is gone', async (_, sql, words) => {
    await query(sql.replaceAll(/\bme\b/g, database));
    const before = await query(
      `SELECT relname FROM pg_class WHERE relnamespace = 'powerhive'::regnamespace ORDER BY 1`,
    );
    const all = await record(NOW - 5 * MINUTE_MS, NOW);
    const id = await add();
    await says(words);
    expect(state()).toMatchObject({ sent: 0, refused: 0, cursor_at: NOW - 5 * MINUTE_MS });
    expect(
      await query(`SELECT relname FROM pg_class WHERE relnamespace = 'powerhive'::regnamespace ORDER BY 1`),
    ).toEqual(before);
    await query('DROP SCHEMA powerhive CASCADE');
    await sending.sentAll();
    await same(all);
    expect(await sending.destinations.test(id)).toMatchObject({ ok: true });
  });

  it('waits while its disk is full, and has every row once there is room', async () => {
    await record(NOW - 5 * MINUTE_MS, NOW);
    await add();
    await sending.sentAll();
    await query(
      `CREATE FUNCTION public.full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         RAISE EXCEPTION 'could not extend file "base/1/2": No space left on device' USING ERRCODE = 'disk_full'; END $$`,
    );
    await query('CREATE TRIGGER full_disk BEFORE INSERT ON powerhive.boards EXECUTE FUNCTION public.full()');
    const before = state();
    await record(NOW, NOW + 5 * MINUTE_MS);
    await says(/^its disk is full: could not extend file/);
    expect(state()).toMatchObject({ refused: 0, cursor_at: before?.cursor_at });
    await query('DROP TRIGGER full_disk ON powerhive.boards');
    await sending.sentAll();
    expect(await query('SELECT count(*)::int AS n FROM powerhive.statuses')).toEqual([{ n: 10 * MINERS.length }]);
    expect(await query('SELECT count(*)::int AS n FROM powerhive.boards')).toEqual([{ n: 20 * MINERS.length }]);
  });

  it('takes the same rows from two destinations of one farm', async () => {
    const all = await record(NOW - 5 * MINUTE_MS, NOW);
    await Promise.all([add('One'), add('Two')]);
    await sending.sentAll();
    const more = await record(NOW, NOW + 5 * MINUTE_MS);
    await sending.sentAll();
    await same([...all, ...more]);
    for (const { state } of sending.destinations.list()) expect(state).toMatchObject({ refused: 0, last_error: null });
  });

  it('of a destination that is removed amid the sending gets nothing more', async () => {
    await record(NOW - 5 * MINUTE_MS, NOW);
    const id = await add();
    await sending.sentAll();
    const locking = await server.client(database);
    await locking.query('BEGIN; LOCK TABLE powerhive.statuses IN ACCESS EXCLUSIVE MODE');
    await record(NOW, NOW + 5 * MINUTE_MS);
    const waiting = () =>
      query(`SELECT FROM pg_stat_activity WHERE application_name = 'PowerHive' AND wait_event_type = 'Lock'`);
    await until('it to wait', async () => (await waiting()).length > 0);
    expect(await sending.destinations.remove(id, TESTER)).toBe(true);
    expect(sending.destinations.list()).toEqual([]);
    await locking.query('COMMIT');
    await locking.end();
    const logins = () => query(`SELECT FROM pg_stat_activity WHERE usename = '${database}'`);
    await until('the login to end', async () => (await logins()).length === 0);
    // The statement that waited was of a transaction that is not committed.
    expect(await query('SELECT count(*)::int AS n FROM powerhive.statuses')).toEqual([{ n: 5 * MINERS.length }]);
  });
});
