import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packChips } from '../../../src-main/history/chip-frame.ts';
import { MIGRATIONS_FOLDER } from '../../../src-main/store/file/applied-migrations.ts';
import { APPLICATION_ID } from '../../../src-main/store/file/database-file.ts';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import { loadFleetPart, prepareFleetWrites } from '../../../src-main/store/queries/fleet-queries.ts';
import type { StoredMiner } from '../../../src-main/store/store.ts';
import { entryOf } from '../../../src-shared/event-entry.ts';
import { farmEvent } from '../../fixtures/activity-entries.ts';
import { aChip } from './farm-fixture.ts';

let folder: string;
let path: string;
let migrations: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-migrate-'));
  path = join(folder, 'powerhive.db');
  migrations = join(folder, 'migrations');
  cpSync(MIGRATIONS_FOLDER, migrations, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Journal {
  entries: { idx: number; version: string; when: number; tag: string; breakpoints: boolean }[];
}

function journal(): Journal {
  return JSON.parse(readFileSync(join(migrations, 'meta/_journal.json'), 'utf8')) as Journal;
}

function addMigration(tag: string, statement: string, laterMs = 1000): void {
  const { entries, ...rest } = journal();
  const last = entries.at(-1);
  if (last === undefined) throw new Error('the journal is empty');
  const entry = { ...last, idx: entries.length, when: last.when + laterMs, tag };
  writeFileSync(join(migrations, `${tag}.sql`), statement);
  writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: [...entries, entry] }));
}

function openAndClose(): number {
  const { sqlite, schemaVersion } = openMigrated(path, migrations);
  sqlite.close();
  return schemaVersion;
}

function failure(): { code?: string; message: string } {
  try {
    openAndClose();
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('it was opened');
}

function bytesOf(file: string): string {
  return readFileSync(file).toString('base64');
}

describe('opening a database', () => {
  it('makes a new one that is marked as ours and gives space back', () => {
    openAndClose();
    const sqlite = new Database(path, { readonly: true });
    expect(sqlite.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
    expect(sqlite.pragma('auto_vacuum', { simple: true })).toBe(2);
    expect(sqlite.pragma('journal_mode', { simple: true })).toBe('wal');
    sqlite.close();
  });

  it('takes an empty file for a new one', () => {
    writeFileSync(path, '');
    expect(openAndClose()).toBe(journal().entries.length);
  });

  it('copies what is there before it changes the tables, and keeps the rows', () => {
    openAndClose();
    const before = new Database(path);
    before.exec(`INSERT INTO models (alias, name) VALUES ('s19', 'Antminer S19')`);
    before.close();
    addMigration('0001_shelf', 'ALTER TABLE miners ADD COLUMN shelf text');

    const version = openAndClose();
    expect(version).toBe(journal().entries.length);
    const copy = new Database(`${path}.before-migration-${version}`, { readonly: true });
    expect(copy.prepare('SELECT name FROM models').pluck().all()).toEqual(['Antminer S19']);
    expect(() => copy.prepare('SELECT shelf FROM miners')).toThrow(/no such column/);
    copy.close();
    const after = new Database(path, { readonly: true });
    expect(after.prepare('SELECT name FROM models').pluck().all()).toEqual(['Antminer S19']);
    expect(after.prepare('SELECT shelf FROM miners').all()).toEqual([]);
    after.close();
  });

  it('keeps miners of before they could leave: all of them are of the farm still', async () => {
    const { entries, ...rest } = journal();
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: entries.slice(0, 3) }));
    openAndClose();
    const before = new Database(path);
    before.exec(`
      INSERT INTO miners (miner_key, id, managed, nickname, hostname, first_seen_at, latest_pools) VALUES
        (1, '02:95:23:00:00:01', 1, 'R1', 'Antminer', 7, '[]'), (2, '02:95:23:00:00:02', 0, NULL, NULL, 8, NULL);
      INSERT INTO statuses (id, miner_key, recorded_at, power_w, fan_rpm_max) VALUES (1, 1, 3600000, 2500, 5280);
      UPDATE miners SET latest_status_id = 1 WHERE miner_key = 1;
    `);
    before.close();

    const store = await openStore({ path });
    const { miners, latest } = await store.loadFleet();
    expect(miners).toEqual([
      expect.objectContaining({
        id: '02:95:23:00:00:01',
        nickname: 'R1',
        managed: true,
        label: null,
        tuned_presets: null,
        fans_turned: true,
      }),
      expect.objectContaining({ id: '02:95:23:00:00:02', nickname: null, first_seen_at: 8, fans_turned: false }),
    ]);
    expect(latest.get('02:95:23:00:00:01')?.figures.power_w).toBe(2500);
    const [miner] = miners;
    if (miner === undefined) throw new Error('no miner');
    await store.upsertMiners([{ ...miner, label: 'Row 3', tuned_presets: ['2500'] }]);
    expect((await store.loadFleet()).miners[0]).toEqual({ ...miner, label: 'Row 3', tuned_presets: ['2500'] });
    await store.close();
  });

  it('puts the farm of before there were sites on its one site, with its sums, and knows what its miners run', async () => {
    const { entries, ...rest } = journal();
    const earlier = entries.filter(({ idx }) => idx < 6);
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: earlier }));
    openAndClose();
    const before = new Database(path);
    before.exec(`
      INSERT INTO models (alias, name, algorithm) VALUES ('s19', 'Antminer S19', 'sha256d');
      INSERT INTO miners (miner_key, id, managed, nickname, model_alias, first_seen_at) VALUES
        (1, '02:95:23:00:00:01', 1, 'R1', 's19', 7), (2, '02:95:23:00:00:02#2', 0, NULL, NULL, 8);
      UPDATE miners SET gone = 'dropped' WHERE miner_key = 2;
      INSERT INTO group_slots (slot_ms, at, model_alias, miners, filled, hashrate_hs, power_w, chip_temp_max_c) VALUES
        (300000, 3600000, 's19', 2, 1, 1.5e14, 5000, 71), (300000, 3900000, '', 1, 0, NULL, NULL, NULL);
    `);
    before.close();

    const startedAt = Date.now();
    const store = await openStore({ path });
    const { sites, miners } = await store.loadFleet();
    expect(sites).toEqual([
      {
        site_key: 1,
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
        name: null,
        created_at: expect.any(Number),
      },
    ]);
    expect(Math.abs((sites[0]?.created_at ?? 0) - startedAt)).toBeLessThan(3_600_000);
    expect(miners).toEqual([
      expect.objectContaining({ id: '02:95:23:00:00:01', nickname: 'R1', site_key: 1, firmware_kind: 'vnish' }),
    ]);
    const plan = { tier: '5min', slotMs: 300_000, fromAt: 3_600_000, toAt: 4_200_000, settledTo: 4_200_000 } as const;
    const [sums] = await store.groupHistory('s19', plan);
    expect(sums).toMatchObject({ algorithm: 'sha256d', points: [{ at: 3_600_000, miners: 2, hashrate_hs: 1.5e14 }] });
    await store.close();
    const again = await openStore({ path });
    expect((await again.loadFleet()).sites).toEqual(sites);
    await again.close();
    const after = new Database(path, { readonly: true });
    expect(
      after.prepare('SELECT site_key, model_alias, filled, chip_temp_max_c FROM group_slots ORDER BY at').all(),
    ).toEqual([
      { site_key: 1, model_alias: 's19', filled: 1, chip_temp_max_c: 71 },
      { site_key: 1, model_alias: '', filled: 0, chip_temp_max_c: null },
    ]);
    after.close();
  });

  it('adds the tables of alerts, and changes no row of before', () => {
    const { entries, ...rest } = journal();
    const earlier = entries.filter(({ idx }) => idx < 9);
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: earlier }));
    openAndClose();
    const before = new Database(path);
    before.exec(`
      INSERT INTO miners (miner_key, id, site_key, managed, first_seen_at, tags)
        VALUES (1, '02:95:23:00:00:01', 1, 1, 7, '["rack-2"]');
      INSERT INTO api_tokens (id, name, scope, secret_hash, created_at) VALUES ('a', 'grafana', 'read', 'f00d', 8);
      INSERT INTO jobs (job_key, job_id, action, params, allow_untuned, actor, state, waves, wave, created_at)
        VALUES (1, 'j', 'restart', '{}', 0, '{}', 'running', '[1]', 0, 9);
      INSERT INTO job_items (job_key, miner_id, verdict, sent) VALUES (1, '02:95:23:00:00:01', 'planned', '[]');
    `);
    const rowsOf = (sqlite: Database.Database): unknown[] =>
      ['miners', 'api_tokens', 'jobs', 'job_items'].map((table) => sqlite.prepare(`SELECT * FROM ${table}`).all());
    const kept = rowsOf(before);
    before.close();
    const withAlerts = entries.filter(({ idx }) => idx < 10);
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: withAlerts }));
    openAndClose();
    const after = new Database(path, { readonly: true });
    expect(rowsOf(after)).toEqual(kept);
    for (const table of ['rules', 'incidents', 'incident_members', 'incident_timeline', 'maintenance']) {
      expect(after.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    }
    after.close();
  });

  it('gives miners of before a place that is not known, and keeps their tags', () => {
    const { entries, ...rest } = journal();
    const earlier = entries.filter(({ idx }) => idx < 10);
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: earlier }));
    openAndClose();
    const before = new Database(path);
    before.exec(
      `INSERT INTO miners (id, managed, first_seen_at, tags) VALUES ('02:95:23:00:00:01', 1, 7, '["rack-2"]')`,
    );
    before.close();
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries }));
    openAndClose();
    const after = new Database(path, { readonly: true });
    expect(after.prepare('SELECT tags, place FROM miners').all()).toEqual([{ tags: '["rack-2"]', place: null }]);
    after.close();
  });

  it('keeps since when what is wrong began, of which nothing is known before', () => {
    const { entries, ...rest } = journal();
    const earlier = entries.filter(({ idx }) => idx < 13);
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: earlier }));
    openAndClose();
    const before = new Database(path);
    before.exec(`INSERT INTO miners (id, managed, first_seen_at) VALUES ('02:95:23:00:00:01', 1, 7)`);
    before.close();
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries }));
    const { sqlite } = openMigrated(path, migrations);
    const [old] = loadFleetPart(sqlite, 0).miners;
    expect(old).toMatchObject({ id: '02:95:23:00:00:01', conditions_since: null });
    const conditions_since = { 'board_disconnected 2': 1_767_225_600_000 };
    prepareFleetWrites(sqlite).upsertMiners([{ ...(old as StoredMiner), conditions_since }]);
    expect(loadFleetPart(sqlite, 0).miners).toMatchObject([{ conditions_since }]);
    sqlite.close();
  });

  it('adds the tables of destinations, and changes no row of before', () => {
    const { entries, ...rest } = journal();
    const earlier = entries.filter(({ idx }) => idx < 11);
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: earlier }));
    openAndClose();
    const before = new Database(path);
    before.exec(`
      INSERT INTO miners (id, managed, first_seen_at, tags) VALUES ('02:95:23:00:00:01', 1, 7, '["rack-2"]');
      INSERT INTO api_tokens (id, name, scope, secret_hash, created_at) VALUES ('a', 'grafana', 'read', 'f00d', 8);
    `);
    const rowsOf = (sqlite: Database.Database): unknown[] =>
      ['miners', 'api_tokens'].map((table) => sqlite.prepare(`SELECT * FROM ${table}`).all());
    const kept = rowsOf(before);
    before.close();
    const withDestinations = entries.filter(({ idx }) => idx < 12);
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: withDestinations }));
    openAndClose();
    const after = new Database(path, { readonly: true });
    expect(rowsOf(after)).toEqual(kept);
    for (const table of ['destinations', 'filled_ranges']) {
      expect(after.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    }
    after.close();
  });

  it('gives every new database a site of its own', () => {
    const siteOf = (file: string): unknown => {
      openMigrated(file, migrations).sqlite.close();
      const sqlite = new Database(file, { readonly: true });
      const ids = sqlite.prepare('SELECT id FROM sites').pluck().all();
      sqlite.close();
      expect(ids).toHaveLength(1);
      return ids[0];
    };
    expect(siteOf(path)).not.toBe(siteOf(join(folder, 'other.db')));
  });

  it('keeps the history of the first tables, to be read and compacted as if it had been written now', async () => {
    const { entries, ...rest } = journal();
    const firstOnly = { ...rest, entries: entries.slice(0, 1) };
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify(firstOnly));
    openAndClose();
    const before = new Database(path);
    before.exec(`
      INSERT INTO miners (miner_key, id, managed, first_seen_at) VALUES (1, '02:95:23:00:00:01', 1, 0);
      INSERT INTO statuses (id, miner_key, recorded_at, power_w, hashrate_hs) VALUES (1, 1, 3600000, 2500, 9e13), (2, 1, 3615000, NULL, 9.1e13), (3, 1, 7300000, 1, 1);
      INSERT INTO status_fans (status_id, position, fan_id, rpm) VALUES (1, 0, 0, 5280);
      INSERT INTO chain_snapshots (id, status_id, chain_id, hashrate_hs) VALUES (1, 1, 2, 3e13);
      INSERT INTO chain_snapshots (id, miner_key, recorded_at, chain_id) VALUES (2, 1, 3600005, 2);
      UPDATE miners SET latest_status_id = 3;
    `);
    before.prepare('INSERT INTO chain_chips VALUES (2, ?)').run(packChips([aChip(7)]));
    before.close();

    const store = await openStore({ path });
    const id = '02:95:23:00:00:01';
    const read = async () => [await store.statuses(id, { limit: 9 }), await store.telemetry(id, { limit: 9 })];
    const asRows = await read();
    expect(asRows[0]?.map(({ recorded_at }) => recorded_at)).toEqual([7_300_000, 3_615_000, 3_600_000]);
    expect(await store.compact({ hoursBeforeAt: 7_200_000 })).toMatchObject({
      hours: 2,
    });
    expect(await read()).toEqual(asRows);
    expect(asRows[1]).toMatchObject([{ recorded_at: 3_600_005, chains: [{ chain_id: 2, chips: [aChip(7)] }] }]);
    await store.close();
    expect(existsSync(`${path}.before-migration-${entries.length}`)).toBe(true);
  });

  it('shows entries from before events had codes as they were written, and writes events beside them', async () => {
    const { entries, ...rest } = journal();
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: entries.slice(0, 5) }));
    openAndClose();
    const before = new Database(path);
    before.exec(`
      INSERT INTO activity (id, at, kind, level, miner_id, message) VALUES
        (1, 7, 'operator_change', 'info', '02:95:23:00:00:01', 'R1 is managed'), (2, 8, 'scan', 'info', NULL, 'Scanned');
    `);
    before.close();

    const store = await openStore({ path });
    const event = { event: 'program_started', data: { version: '1.2.3' } } as const;
    const [started] = await store.recordActivity([entryOf(farmEvent(event, 9))]);
    const prose = { event_id: null, event: null, actor: null, data: null };
    expect(await store.activity({ limit: 9 })).toEqual([
      started,
      { id: 2, at: 8, kind: 'scan', level: 'info', miner_id: null, message: 'Scanned', ...prose },
      expect.objectContaining({ id: 1, kind: 'operator_change', message: 'R1 is managed', ...prose }),
    ]);
    expect(started).toMatchObject({ kind: 'app', message: 'PowerHive 1.2.3 started', ...event });
    await store.close();
  });

  it('adds channels and the outbox, and changes no incident of before', async () => {
    const { entries, ...rest } = journal();
    const earlier = entries.filter(({ idx }) => idx < 12);
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: earlier }));
    openAndClose();
    const before = new Database(path);
    before.exec(`
      INSERT INTO miners (miner_key, id, site_key, managed, first_seen_at) VALUES (1, '02:95:23:00:00:01', 1, 1, 7);
      INSERT INTO incidents (incident_key, incident_id, rule_id, severity, state, title, cause_kind, cause_key,
        since_at, opened_at, changed_at, hashrate_lost_hash, unsteady, owed_event, owed_at, notified_miners)
        VALUES (1, 'i', 'offline', 'critical', 'open', 'R1 offline', 'miner', '02:95:23:00:00:01', 5, 6, 6, 0, 0,
          'opened', 6, 0);
    `);
    before.close();

    const store = await openStore({ path });
    expect((await store.loadFleet()).miners).toHaveLength(1);
    expect(await store.channels()).toEqual([]);
    expect(await store.openDeliveries()).toEqual([]);
    await store.close();
    const after = new Database(path, { readonly: true });
    expect(after.prepare('SELECT title, owed_event, owed_at FROM incidents').all()).toEqual([
      { title: 'R1 offline', owed_event: 'opened', owed_at: 6 },
    ]);
    after.close();
  });

  it('copies nothing when there is nothing to change', () => {
    openAndClose();
    openAndClose();
    expect(readdirSync(folder).filter((name) => name.includes('before-migration'))).toEqual([]);
  });

  it('leaves the database as it was when a migration fails', () => {
    openAndClose();
    addMigration('0001_broken', 'ALTER TABLE nowhere ADD COLUMN x text');
    expect(failure().message).toMatch(/nowhere/);
    rmSync(migrations, { recursive: true });
    cpSync(MIGRATIONS_FOLDER, migrations, { recursive: true });
    expect(openAndClose()).toBe(journal().entries.length);
  });
});

describe('refused, and left byte for byte as it is,', () => {
  it('is a database of a newer PowerHive', () => {
    addMigration('0001_future', 'ALTER TABLE miners ADD COLUMN shelf text');
    openAndClose();
    const before = bytesOf(path);
    rmSync(migrations, { recursive: true });
    cpSync(MIGRATIONS_FOLDER, migrations, { recursive: true });
    expect(failure()).toMatchObject({ code: 'newer', message: expect.stringContaining('newer PowerHive') });
    expect(bytesOf(path)).toBe(before);
  });

  it('is a database whose migration was edited afterwards', () => {
    openAndClose();
    const [first] = journal().entries;
    const file = join(migrations, `${first?.tag}.sql`);
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n-- edited`);
    expect(failure()).toMatchObject({ code: 'not_ours', message: expect.stringContaining('other migrations') });
  });

  it('is a database that missed a migration in the middle', () => {
    openAndClose();
    addMigration('0001_one', 'ALTER TABLE miners ADD COLUMN one text', 1000);
    addMigration('0002_two', 'ALTER TABLE miners ADD COLUMN two text', 1000);
    const { entries, ...rest } = journal();
    const withoutTheMiddle = { ...rest, entries: entries.filter((entry) => entry.tag !== '0001_one') };
    const whole = readFileSync(join(migrations, 'meta/_journal.json'));
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify(withoutTheMiddle));
    openAndClose();
    writeFileSync(join(migrations, 'meta/_journal.json'), whole);
    expect(failure().code).toBe('not_ours');
  });

  it('is every database, by a build whose migrations are out of order', () => {
    addMigration('0001_back', 'ALTER TABLE miners ADD COLUMN shelf text', -1000);
    expect(failure()).toMatchObject({ code: 'failed', message: expect.stringContaining('dated before') });
    expect(existsSync(path)).toBe(false);
  });

  it('is a database of another program', () => {
    const other = new Database(path);
    other.exec('CREATE TABLE notes (text)');
    other.close();
    const before = bytesOf(path);
    expect(failure()).toMatchObject({ code: 'not_ours', message: expect.stringContaining('another program') });
    expect(bytesOf(path)).toBe(before);
  });

  it('is a file that is no database', () => {
    writeFileSync(path, 'hello, this is a letter and not a database\n'.repeat(50));
    const before = bytesOf(path);
    expect(failure()).toMatchObject({ code: 'not_ours', message: expect.stringContaining(path) });
    expect(bytesOf(path)).toBe(before);
  });

  it('is a database that was cut off', () => {
    openAndClose();
    truncateSync(path, 3 * 4096);
    const before = bytesOf(path);
    expect(failure()).toMatchObject({ code: 'corrupt', message: expect.stringContaining(path) });
    expect(bytesOf(path)).toBe(before);
  });

  it('is a database with a torn page', () => {
    openAndClose();
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 4 * 4096, 6 * 4096);
    writeFileSync(path, bytes);
    expect(failure().code).toBe('corrupt');
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('is a folder', () => {
    mkdirSync(path);
    expect(failure().code).toBe('failed');
  });
});
