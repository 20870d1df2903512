import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrationSql, SCHEMA_VERSION } from '../../../src-main/destinations/postgres/schema-migrations.ts';
import { packPoints } from '../../../src-main/history/miner-memory.ts';
import type { StoredMember } from '../../../src-main/store/alert-records.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import type { StatusRecord, Store } from '../../../src-main/store/store.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import type { NewActivityEntry, NewDestination } from '../../../src-shared/model/index.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { hasPostgres, PostgresServer } from '../../fixtures/destinations/postgres.ts';
import { expectSameRows, rowReadingOf } from '../../fixtures/destinations/postgres-rows.ts';
import { FastClock, type Sending, startSending } from '../../fixtures/destinations/sending.ts';
import { SendingProgram } from '../../fixtures/destinations/sending-program.ts';
import { eventually, until } from '../../fixtures/patience.ts';
import { aMiner, aModel, aStoredIncident, aTelemetry, macOf, recordTelemetry } from '../../unit/store/farm-fixture.ts';

const NOW = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
const MINERS = [1, 2, 3];
const KILLS = Number(process.env['POWERHIVE_DESTINATION_KILLS'] ?? 1);
/** More than is sent between the kills, so that each comes during sending. */
const HOURS = 4 + 2 * KILLS;

const ENTRY: NewActivityEntry = {
  at: NOW,
  kind: 'app',
  level: 'info',
  miner_id: macOf(1),
  message: 'a \0 "b"',
  event_id: null,
  event: null,
  data: null,
  actor: null,
};
const MEMBER: StoredMember = {
  miner_id: macOf(1),
  rule_id: 'offline',
  severity: 'warning',
  message: 'It does not respond.',
  since_at: NOW,
  left_at: null,
  conditions: 1,
};
const INCIDENT = aStoredIncident('019b0000-0000-7000-8000-000000000001', {
  severity: 'warning',
  state: 'open',
  title: 'One miner is offline',
  cause_kind: 'network',
  cause_key: '10.1.4.0/24',
  since_at: NOW,
  opened_at: NOW,
  changed_at: NOW,
  notified_miners: 0,
});

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
    database = `farm_${count}`;
    await server.addDatabase(database);
  });
  afterEach(async () => {
    await sending.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const add = (input: Partial<NewDestination> = {}) =>
    sending.add({ kind: 'postgres', name: 'PG', url: server.url(database), user: database, secret: 'pw', ...input });
  const state = () => sending.destinations.list()[0]?.state;
  const query = <T extends Record<string, unknown>>(sql: string) => server.query<T>(database, sql);
  const countOf = async (table: string) =>
    Number((await query<{ n: string }>(`SELECT count(*) AS n FROM powerhive.${table}`))[0]?.n);

  async function record(fromAt: number, toAt: number, miners = MINERS): Promise<StatusRecord[]> {
    const records: StatusRecord[] = [];
    for (let at = fromAt; at < toAt; at += 15_000) for (const n of miners) records.push(rowReadingOf(n, at + n * 100));
    for (let i = 0; i < records.length; i += 500) await store.recordMinerStatuses(records.slice(i, i + 500));
    return records;
  }

  const same = (records: readonly StatusRecord[]) => expectSameRows((sql) => query(sql), records);

  /** The slots of five minutes there, in the format used here. */
  const slotsThere = () =>
    query(
      `SELECT miner_id::text, slot_at, source, readings, hashrate_hs, power_w, chip_temp_max_c FROM powerhive.statuses_5min ORDER BY 1, 2`,
    );

  it('has every row of what is kept and of what comes, each once, also when all of it is sent again', async () => {
    const old = await record(NOW - 2 * HOUR_MS, NOW);
    await store.compact({ hoursBeforeAt: NOW - HOUR_MS });
    await store.recordActivity([ENTRY]);
    await store.saveIncidents([{ incident: INCIDENT, members: [MEMBER], timeline: [] }]);
    clock.nowAt = NOW + 15_000;
    const id = await add({ since_at: NOW - 2 * HOUR_MS });
    await sending.sentAll();
    const fresh = await record(NOW, NOW + 5 * MINUTE_MS);
    await store.upsertMiners([aMiner(1, { ip: '127.0.1.1:8981' }), aMiner(2, { hostname: 'North 2', ip: null })]);
    clock.nowAt = NOW + 5 * MINUTE_MS + 15_000;
    await sending.sentAll();
    await same([...old, ...fresh]);
    const [{ id: site } = { id: '' }] = (await store.loadFleet()).sites;
    expect(
      await query('SELECT site_id::text, miner_id::text, name, ip::text, port FROM powerhive.miners ORDER BY 2'),
    ).toEqual([
      { site_id: site, miner_id: macOf(1), name: '127.0.1.1:8981', ip: '127.0.1.1/32', port: 8981 },
      { site_id: site, miner_id: macOf(2), name: 'North 2', ip: null, port: null },
      { site_id: site, miner_id: macOf(3), name: '127.0.1.3', ip: '127.0.1.3/32', port: 80 },
    ]);
    expect(await query('SELECT message FROM powerhive.activity')).toEqual([{ message: 'a  "b"' }]);
    expect(await query('SELECT state FROM powerhive.incidents')).toEqual([{ state: 'open' }]);
    expect(await query('SELECT miner_id, since_at FROM powerhive.incident_members')).toEqual([
      { miner_id: macOf(1), since_at: new Date(NOW) },
    ]);
    expect(await query('SELECT alias, name FROM powerhive.models')).toEqual([
      { alias: 's19jpro', name: 'Antminer S19j Pro' },
    ]);
    await until('the slots to be there', async () => (await slotsThere()).length >= 2 * 12 * MINERS.length);
    const slots = await slotsThere();
    expect(slots).toHaveLength(2 * 12 * MINERS.length);
    expect(slots[0]).toMatchObject({ source: 'read', readings: 20 });
    const before = [await countOf('statuses'), await countOf('boards'), await countOf('activity')];
    await sending.destinations.update(id, { since_at: NOW - 2 * HOUR_MS + 1 }, TESTER);
    await sending.sentAll();
    await same([...old, ...fresh]);
    expect([await countOf('statuses'), await countOf('boards'), await countOf('activity')]).toEqual(before);
    expect(await slotsThere()).toEqual(slots);
    expect(state()).toMatchObject({ refused: 0, last_error: null });
    const names = await query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relname LIKE 'statuses\\_2%'`,
    );
    const day = new Date(NOW + 2 * 24 * HOUR_MS).toISOString().slice(0, 10).replaceAll('-', '');
    expect(names).toContainEqual({ name: `statuses_${day}` });
    const logins = () => query(`SELECT pid FROM pg_stat_activity WHERE usename = '${database}'`);
    expect(await logins()).toHaveLength(1);
    await sending.destinations.remove(id, TESTER);
    await until('the login of the removed destination to end', async () => (await logins()).length === 0);
  });

  it('has the mean temperature of the chips of a board where they were read, beside a schema of before', async () => {
    const login = await server.client(database);
    await login.query(`SET ROLE ${database}; CREATE SCHEMA powerhive`);
    await login.query(migrationSql(0, { timescaledb: false, citus: false }, 1));
    const [site] = (await store.loadFleet()).sites;
    const partition = 'CREATE TABLE powerhive.boards_19990101 PARTITION OF powerhive.boards';
    await login.query(`${partition} FOR VALUES FROM ('1999-01-01T00:00:00Z') TO ('1999-01-02T00:00:00Z')`);
    await login.query(`INSERT INTO powerhive.boards (site_id, miner_id, slot_at, board, chip_temp_max_c)
      VALUES ('${site?.id}', '${macOf(1)}', '1999-01-01T01:00:00Z', 1, 70)`);
    await login.end();
    await record(NOW - 5 * MINUTE_MS, NOW, [1]);
    await recordTelemetry(store, [aTelemetry(1, NOW - 4 * MINUTE_MS + 7000)]);
    clock.nowAt = NOW + 15_000;
    await add({ since_at: NOW - 5 * MINUTE_MS });
    await sending.sentAll();
    const temps = await query(
      'SELECT slot_at, chip_temp_mean_c FROM powerhive.boards WHERE board = 1 ORDER BY slot_at',
    );
    const means = Array.from({ length: 5 }, (_, i) => {
      return { slot_at: new Date(NOW - (5 - i) * MINUTE_MS), chip_temp_mean_c: i === 1 ? 64.5 : null };
    });
    expect(temps).toEqual([{ slot_at: new Date('1999-01-01T01:00:00Z'), chip_temp_mean_c: null }, ...means]);
    expect(await query('SELECT version FROM powerhive.schema_version')).toEqual([{ version: SCHEMA_VERSION }]);
  });

  it('has what a miner remembered of a time without PowerHive, marked as filled', async () => {
    await record(NOW - 2 * HOUR_MS, NOW - HOUR_MS, [1]);
    await record(NOW - 15 * MINUTE_MS, NOW, [1]);
    clock.nowAt = NOW + 15_000;
    await add({ since_at: NOW - 2 * HOUR_MS });
    await sending.sentAll();
    const ats = [0, 1, 2, 3].map((i) => NOW - 50 * MINUTE_MS + i * 5 * MINUTE_MS);
    const point = { power_w: 2400, chip_temp_max_c: 70, pcb_temp_max_c: 50, fan_duty_percent: 40 };
    await store.fillHistory([
      { miner_id: macOf(1), points: packPoints(ats.map((at, i) => ({ at, hashrate_hs: 8e13 + i * 1e12, ...point }))) },
    ]);
    const filled = async () => (await slotsThere()).filter(({ source }) => source === 'filled');
    await until('the filled slots to be there', async () => (await filled()).length === 4);
    expect(await filled()).toEqual(
      ats.map((at, i) => ({
        miner_id: macOf(1),
        slot_at: new Date(at),
        source: 'filled',
        readings: 1,
        hashrate_hs: 8e13 + i * 1e12,
        power_w: 2400,
        chip_temp_max_c: 70,
      })),
    );
  });

  it('says in words what keeps it from being written, writes nothing until then, and everything afterwards', async () => {
    const all = await record(NOW - 5 * MINUTE_MS, NOW);
    clock.nowAt = NOW + 15_000;
    const id = await add({ since_at: NOW - 5 * MINUTE_MS, secret: 'wrong' });
    const says = async (words: string | RegExp, isSameInTest = true) => {
      await until(`it to say ${words}`, () => new RegExp(words).test(state()?.last_error ?? ''));
      expect(state()).toMatchObject({ sent: 0, refused: 0, cursor_at: NOW - 5 * MINUTE_MS });
      const tested = await sending.destinations.test(id);
      expect(tested?.ok).toBe(false);
      if (isSameInTest) expect(tested?.message).toMatch(new RegExp(words));
    };
    await says('^it refuses the user or the password: password authentication failed');
    const other = (url: string, secret = 'pw') => sending.destinations.update(id, { url, secret }, TESTER);
    await other(server.url('nowhere'));
    await says('^it has no database nowhere: create it, with farm_\\d+ as its owner$');
    await other(server.url('postgres'));
    await says('the user lacks a right there. Grant it CREATE on the database|may not make the schema', false);
    await other('postgresql://127.0.0.1:1/farm');
    await says('^connection refused: check that it runs, and the port in the URL$');
    if (server.certificate !== null) {
      await other(`${server.url(database)}?sslmode=verify-full`);
      await says('^its certificate is self-signed: use one that this computer trusts$');
    }
    await query(`CREATE SCHEMA powerhive AUTHORIZATION ${database}`);
    await query('CREATE TABLE powerhive.schema_version AS SELECT 7 AS version');
    await query(`GRANT SELECT ON powerhive.schema_version TO ${database}`);
    await other(server.url(database));
    await says(
      `^its schema powerhive is of a newer PowerHive \\(version 7, this one knows ${SCHEMA_VERSION}\\): update PowerHive here$`,
    );
    await query('DROP SCHEMA powerhive CASCADE');
    await sending.sentAll();
    await same(all);
    expect(await sending.destinations.test(id)).toMatchObject({
      ok: true,
      message: expect.stringMatching(/^It takes rows: PostgreSQL \d/),
    });
    const text = JSON.stringify([sending.events, sending.destinations.list()]);
    expect(text).not.toContain('"pw"');
  });

  it('waits while something locks its tables, and keeps watching', async () => {
    await record(NOW - 5 * MINUTE_MS, NOW);
    clock.nowAt = NOW + 15_000;
    await add({ since_at: NOW - 5 * MINUTE_MS });
    await sending.sentAll();
    const locking = await server.client(database);
    await locking.query('BEGIN; LOCK TABLE powerhive.statuses IN ACCESS EXCLUSIVE MODE');
    const sent = state()?.sent;
    const fresh = await record(NOW, NOW + 5 * MINUTE_MS);
    clock.nowAt = NOW + 5 * MINUTE_MS + 15_000;
    await until(
      'it to wait',
      async () =>
        (
          await server.query(
            'postgres',
            `SELECT FROM pg_stat_activity WHERE application_name = 'PowerHive' AND wait_event_type = 'Lock'`,
          )
        ).length > 0,
    );
    // The miners' own rows are not behind the lock.
    expect(state()?.sent).toBeLessThanOrEqual((sent ?? 0) + MINERS.length);
    await locking.query('COMMIT');
    await locking.end();
    await sending.sentAll();
    expect(await countOf('statuses')).toBe(10 * MINERS.length);
    expect(fresh).toHaveLength(20 * MINERS.length);
  });

  it('has every row once after PowerHive, the server and both were killed amid the sending, again and again', async () => {
    const since_at = NOW - HOURS * HOUR_MS;
    const all = await record(since_at, NOW);
    clock.nowAt = NOW + 15_000;
    const url = server.certificate === null ? server.url(database) : `${server.url(database)}?sslmode=verify-full`;
    await add({ url, since_at, max_kbytes_per_s: 60, enabled: false });
    await sending.destinations.update(sending.destinations.list()[0]?.id ?? '', { enabled: true }, TESTER);
    await sending.close();
    await store.close();
    const env = server.certificate === null ? {} : { NODE_EXTRA_CA_CERTS: server.certificate };
    const start = () => new SendingProgram([join(folder, 'powerhive.db'), String(clock.nowAt), '1000'], env);
    let program = start();
    let amid = 0;
    const goesOn = async () => {
      const { sent: before = 0 } = program.state ?? {};
      await program.until(({ sent, cursor_at }) => sent > before || cursor_at >= NOW);
      if ((program.state?.cursor_at ?? NOW) < NOW) amid += 1;
    };
    for (let round = 0; round < KILLS; round++) {
      await goesOn();
      await program.kill();
      program = start();
      await goesOn();
      await server.kill();
      await server.start();
      await goesOn();
      await Promise.all([server.kill(), program.kill()]);
      await server.start();
      program = start();
    }
    await program.until((now) => now.cursor_at >= NOW && now.last_error === null, { plusMs: KILLS * 10_000 });
    await program.kill();
    process.stdout.write(`${3 * KILLS} kills, ${amid} amid the sending\n`);
    expect(amid).toBe(3 * KILLS);
    await eventually(() => same(all));
    store = await openStore({ path: join(folder, 'powerhive.db') });
    sending = await startSending(store, clock);
  });
});
