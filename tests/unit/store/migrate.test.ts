import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planRetention } from '../../../src-main/history/plan-retention.ts';
import { APPLICATION_ID } from '../../../src-main/store/file/database-file.ts';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';
import { deleteAgedCopy } from '../../../src-main/store/file/migration-copies.ts';
import { MIGRATIONS_FOLDER } from '../../../src-main/store/file/migration-plan.ts';
import { loadFleetPart, unpackFleetPart } from '../../../src-main/store/queries/fleet-part.ts';
import { prepareFleetWrites } from '../../../src-main/store/queries/fleet-queries.ts';
import { prepareFarmSlotWrites, readDay } from '../../../src-main/store/queries/history/day-queries.ts';
import { readGroupHistory } from '../../../src-main/store/queries/history/group-queries.ts';
import { readIncident } from '../../../src-main/store/queries/incident-queries.ts';
import { readRules } from '../../../src-main/store/queries/rule-queries.ts';
import type { StoredMiner } from '../../../src-main/store/store.ts';
import { DAY_MS } from '../../../src-shared/milliseconds.ts';
import { Settings } from '../../../src-shared/model/index.ts';

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

  it('gives rules of before the usual grouping and silence', () => {
    const { entries, ...rest } = journal();
    const earlier = entries.filter(({ idx }) => idx < 26);
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: earlier }));
    openAndClose();
    const before = new Database(path);
    before.exec(`INSERT INTO rules (id, name, query, for_seconds, clear_for_seconds, severity, enabled, channels)
      VALUES ('own', 'Hot', 'temp>80', 60, 0, 'warning', 1, '[]')`);
    before.close();
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries }));
    const { sqlite } = openMigrated(path, migrations);
    expect(readRules(sqlite)).toMatchObject([{ id: 'own', name: 'Hot', not_while: null, grouping: 'cause' }]);
    sqlite.close();
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
    const [old] = unpackFleetPart(loadFleetPart(sqlite, 0)).miners;
    expect(old).toMatchObject({
      id: '02:95:23:00:00:01',
      conditions_since: null,
      preset_baseline: null,
      pools_before: null,
    });
    const conditions_since = { 'board_disconnected 2': 1_767_225_600_000 };
    const preset_baseline = { preset: null, running: '3050', running_ms: 60_000, accepted: '2560' };
    const pools = [{ url: 'pool.example:3333', user: 'farm.1' }];
    const pools_before = { pools, until_at: 1, next: { pools, since_at: 2 } };
    const known = { conditions_since, preset_baseline, pools_before };
    prepareFleetWrites(sqlite).upsertMiners([{ ...(old as StoredMiner), ...known }]);
    expect(unpackFleetPart(loadFleetPart(sqlite, 0)).miners).toMatchObject([known]);
    sqlite.close();
  });

  it('keeps the faults of open incidents, of which it does not know how many conditions they are', () => {
    const { entries, ...rest } = journal();
    const earlier = entries.filter(({ idx }) => idx < 29);
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: earlier }));
    openAndClose();
    const before = new Database(path);
    before.exec(`
      INSERT INTO incidents (incident_key, incident_id, rule_id, severity, state, title, cause_kind, cause_key, since_at,
        opened_at, changed_at, hashrate_lost_hash, unsteady, notified_miners)
        VALUES (1, 'one', 'board_lost', 'critical', 'open', 'M0', 'miner', 'a', 1, 1, 1, 0, 0, 1);
      INSERT INTO incident_members (incident_key, miner_id, rule_id, severity, message, since_at)
        VALUES (1, 'a', 'board_lost', 'critical', 'Board 2 not detected; Board 3 not detected', 1);
    `);
    before.close();
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries }));
    const { sqlite } = openMigrated(path, migrations);
    expect(readIncident(sqlite, 'one')?.members).toMatchObject([{ miner_id: 'a', left_at: null, conditions: null }]);
    sqlite.close();
  });

  it('keeps the sums of miners of whom it does not know when they were monitored', () => {
    const { entries, ...rest } = journal();
    const earlier = entries.filter(({ idx }) => idx < 30);
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: earlier }));
    openAndClose();
    const before = new Database(path);
    before.exec(`
      INSERT INTO models (alias, name, algorithm) VALUES ('s19', 'S19', 'sha256d');
      INSERT INTO group_slots (slot_ms, at, model_alias, site_key, miners, filled, hashrate_hs, power_w, power_miners)
        VALUES (60000, 60000, 's19', 1, 2, 0, 2e14, 6000, 2), (60000, 180000, 's19', 1, 1, 0, 1e14, 3000, 1);
    `);
    before.close();
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries }));
    const { sqlite } = openMigrated(path, migrations);
    const plan = { fromAt: 0, toAt: 300_000, slotMs: 60_000, tier: '1min' } as const;
    // Nobody knows whether the minutes between and after were watched: they are missing, and not 0.
    expect(readGroupHistory(sqlite, null, plan)).toMatchObject([
      {
        algorithm: 'sha256d',
        points: [
          { at: 60_000, miners: 2, of_miners: 2 },
          { at: 180_000, miners: 1 },
        ],
      },
    ]);
    sqlite.close();
  });

  it('keeps the pools that jobs of before set with their miners, and nothing that was planned only', () => {
    const { entries, ...rest } = journal();
    const earlier = entries.filter(({ idx }) => idx < 24);
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: earlier }));
    openAndClose();
    const before = new Database(path);
    before.exec(`
      INSERT INTO miners (id, managed, first_seen_at, preset_set) VALUES ('a', 1, 7, '3050'), ('b', 1, 7, NULL), ('c', 1, 7, NULL), ('d', 1, 7, NULL);
      UPDATE miners SET gone = 'removed' WHERE id = 'd';
    `);
    const addJob = before.prepare(
      `INSERT INTO jobs (job_key, job_id, action, params, allow_untuned, actor, state, waves, wave, created_at)
         VALUES (?, ?, ?, '{}', 0, '{}', 'done', '[1]', 0, 9)`,
    );
    const addItem = before.prepare(
      `INSERT INTO job_items (job_key, miner_id, verdict, sent, expect) VALUES (?, ?, 'in_force', ?, ?)`,
    );
    for (const [key, action] of ['pools', 'pools', 'switch_pool', 'preset'].entries())
      addJob.run(key + 1, `j${key}`, action);
    const pools = (...all: (readonly [string, string])[]) =>
      JSON.stringify({ pools: all.map(([url, user]) => ({ url, user })) });
    const SENT = '[{"request":"pools"}]';
    addItem.run(
      1,
      'a',
      SENT,
      pools(['stratum+tcp://lo:p@ss@EU.pool.example:3333/x', 'Farm.w1'], ['b.example', 'alone']),
    );
    addItem.run(2, 'a', SENT, pools(['eu.pool.example:443', 'farm.w1'], ['', '']));
    addItem.run(1, 'b', '[]', pools(['planned.example', 'farm']));
    addItem.run(3, 'b', SENT, JSON.stringify({ pools: null, pool_url: 's.example:3333' }));
    addItem.run(4, 'c', SENT, pools(['not.example', 'farm']));
    addItem.run(1, 'd', SENT, pools(['gone.example', 'farm']));
    before.close();
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries }));
    const { sqlite } = openMigrated(path, migrations);
    const rows = sqlite
      .prepare<[], Record<string, string | null>>('SELECT id, preset_set, pools_set FROM miners ORDER BY id')
      .all();
    const kept = (text: string | null | undefined): string[] =>
      (JSON.parse(text ?? '[]') as { host: string; account: string | null }[]).map(
        ({ host, account }) => `${host} ${account}`,
      );
    expect(rows.map(({ id, preset_set, pools_set }) => [id, preset_set, kept(pools_set).sort()])).toEqual([
      ['a', '3050', ['b.example alone', 'eu.pool.example farm']],
      ['b', null, ['s.example null']],
      ['c', null, []],
      ['d', null, []],
    ]);
    expect(rows.map(({ pools_set }) => pools_set === null)).toEqual([false, false, true, true]);
    sqlite.close();
  });

  it('knows the job of an automatic action of before, and leaves what was written about it', () => {
    const { entries, ...rest } = journal();
    const earlier = entries.filter(({ idx }) => idx < 27);
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: earlier }));
    openAndClose();
    const before = new Database(path);
    before.exec(`INSERT INTO incidents (incident_key, incident_id, rule_id, severity, state, title, cause_kind, cause_key,
      since_at, opened_at, changed_at, hashrate_lost_hash, unsteady, notified_miners)
      VALUES (1, 'i', 'board_lost', 'warning', 'open', 'X', 'miner', 'a', 1, 1, 1, 0, 0, 1)`);
    const add = before.prepare('INSERT INTO incident_timeline (incident_key, at, event, message) VALUES (1, 1, ?, ?)');
    const jobId = '019aca2b-7c00-7000-8000-0123456789ab';
    const entriesBefore = [
      ['acted', `restart, job ${jobId}`],
      ['acted', `No restart was sent, job ${jobId}: It is in state mining again`],
      ['acted', 'No more automatic restart: 2 did not help'],
      ['noted', `see restart, job ${jobId}`],
      ['opened', null],
    ] as const;
    for (const [event, message] of entriesBefore) add.run(event, message);
    before.close();
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries }));
    const { sqlite } = openMigrated(path, migrations);
    const rows = readIncident(sqlite, 'i')?.timeline.map(({ event, message, job_id }) => [event, message, job_id]);
    const ids = [jobId, jobId, null, null, null];
    expect(rows).toEqual(entriesBefore.map((entry, at) => [...entry, ids[at]]));
    sqlite.close();
  });

  it('knows of how many miners a sum of power of before is where no miner or a single one can be in it', () => {
    const { entries, ...rest } = journal();
    const earlier = entries.filter(({ idx }) => idx < 25);
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: earlier }));
    openAndClose();
    const before = new Database(path);
    const addSum = before.prepare(
      `INSERT INTO group_slots (slot_ms, at, model_alias, site_key, miners, filled, hashrate_hs, power_w, chip_temp_max_c)
         VALUES (60000, ?, '', 1, ?, 0, 1e14, ?, 60)`,
    );
    const sums = [
      [2, null, 0],
      [1, 3000, 1],
      [3, 6000, null],
      [0, 0, 0],
      [1, 1e-12, null],
    ] as const;
    for (const [at, [miners, power_w]] of sums.entries()) addSum.run(at, miners, power_w);
    const kept = before.prepare('SELECT * FROM group_slots ORDER BY at').all() as object[];
    before.close();
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries }));
    openAndClose();
    const after = new Database(path, { readonly: true });
    expect(after.prepare('SELECT * FROM group_slots ORDER BY at').all()).toEqual(
      kept.map((sum, at) => ({ ...sum, power_miners: sums[at]?.[2] })),
    );
    after.close();
  });

  it('has no end for a pause of before, nor where its miners stood', () => {
    const { entries, ...rest } = journal();
    const earlier = entries.filter(({ idx }) => idx < 31);
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: earlier }));
    openAndClose();
    const before = new Database(path);
    before.exec(`
      INSERT INTO jobs (job_key, job_id, action, params, allow_untuned, actor, state, waves, wave, created_at)
        VALUES (1, 'p', 'pause', '{}', 0, '{}', 'done', '[1]', 1, 7);
      INSERT INTO job_items (job_key, miner_id, verdict, sent) VALUES (1, '02:95:23:00:00:01', 'in_force', '[]');
    `);
    const [jobs, items] = ['jobs', 'job_items'].map(
      (table) => before.prepare(`SELECT * FROM ${table}`).get() as object,
    );
    before.close();
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries }));
    openAndClose();
    const after = new Database(path, { readonly: true });
    expect(after.prepare('SELECT * FROM jobs').all()).toEqual([
      { ...jobs, pause_end: null, resume_of: null, retry_of: null, miners_text: null },
    ]);
    expect(after.prepare('SELECT * FROM job_items').all()).toEqual([{ ...items, released_at: null }]);
    after.close();
  });

  it('has no mean temperature for chips that were read before it was kept', () => {
    const { entries, ...rest } = journal();
    const earlier = entries.filter(({ idx }) => idx < 28);
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: earlier }));
    openAndClose();
    const before = new Database(path);
    before.exec(`
      INSERT INTO miners (miner_key, id, managed, first_seen_at, site_key) VALUES (1, '02:95:23:00:00:01', 1, 7, 1);
      INSERT INTO chain_snapshots (id, miner_key, recorded_at, chain_id, chip_temp_max_c) VALUES (5, 1, 60000, 2, 70);
      INSERT INTO chain_chips (chain_snapshot_id, frame) VALUES (5, x'00');
    `);
    const [kept] = before.prepare('SELECT * FROM chain_snapshots').all() as object[];
    before.close();
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries }));
    openAndClose();
    const after = new Database(path, { readonly: true });
    expect(after.prepare('SELECT * FROM chain_snapshots').all()).toEqual([{ ...kept, chip_temp_mean_c: null }]);
    expect(after.prepare('SELECT count(*) FROM chain_chips').pluck().get()).toBe(1);
    after.close();
  });

  it('does not know what was paid for before it was kept, also of the quarter of an hour that goes on', () => {
    const { entries, ...rest } = journal();
    const earlier = entries.filter(({ idx }) => idx < 37);
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: earlier }));
    openAndClose();
    const before = new Database(path);
    before.exec("INSERT INTO farm_slots VALUES (900000, 'sha256d', 30000, 100, 80, 2, 1)");
    before.close();
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries }));
    const { sqlite } = openMigrated(path, migrations);
    const times = { recorded_ms: 1, known_miner_ms: 1, hashing_miner_ms: 1 };
    const slot = { algorithm: 'sha256d', ...times, expected_hash: 10, hashed_hash: 8, paid_hash: 7, lost: [] };
    prepareFarmSlotWrites(sqlite).addToFarmSlots([900_000, 1_800_000].map((at) => ({ ...slot, at })));
    const paidIn = (fromAt: number) => readDay(sqlite, { fromAt, toAt: 2_700_000 }).work;
    expect(paidIn(900_000)).toMatchObject([{ hashed_hash: 96, paid_hash: null }]);
    expect(paidIn(1_800_000)).toMatchObject([{ hashed_hash: 8, paid_hash: 7 }]);
    sqlite.close();
  });

  it('has an error where a problem of before was critical, as far as that is known', () => {
    const { entries, ...rest } = journal();
    const earlier = entries.filter(({ idx }) => idx < 40);
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries: earlier }));
    openAndClose();
    const before = new Database(path);
    const add = before.prepare(
      "INSERT INTO activity (at, kind, level, message, event, data) VALUES (?, 'problem', ?, 'm', ?, ?)",
    );
    add.run(1, 'warning', 'incident_opened', '{"severity":"critical"}');
    add.run(2, 'warning', 'condition_began', '{"severity":"critical"}');
    add.run(3, 'warning', 'incident_opened', '{"severity":"warning"}');
    add.run(4, 'info', 'incident_ended', '{"severity":"critical"}');
    add.run(5, 'warning', 'incident_opened', '{"severity":"crit');
    add.run(6, 'warning', null, null);
    before.close();
    writeFileSync(join(migrations, 'meta/_journal.json'), JSON.stringify({ ...rest, entries }));
    openAndClose();
    const after = new Database(path, { readonly: true });
    const levels = after.prepare('SELECT level FROM activity ORDER BY at').pluck().all();
    expect(levels).toEqual(['error', 'error', 'warning', 'info', 'warning', 'warning']);
    after.close();
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

  it('copies nothing when there is nothing to change', () => {
    openAndClose();
    openAndClose();
    expect(readdirSync(folder).filter((name) => name.includes('before-migration'))).toEqual([]);
  });

  const copies = (): string[] => readdirSync(folder).filter((name) => name.includes('before-migration'));

  it('keeps only the newest copy', () => {
    openAndClose();
    addMigration('0001_shelf', 'ALTER TABLE miners ADD COLUMN shelf text');
    const first = `powerhive.db.before-migration-${openAndClose()}`;
    expect(copies()).toEqual([first]);
    addMigration('0002_door', 'ALTER TABLE miners ADD COLUMN door text');
    writeFileSync(`${path}.before-migration-3.partial`, 'of a start that was killed');
    writeFileSync(join(folder, 'other.db.before-migration-3'), 'of another database');
    const second = `powerhive.db.before-migration-${openAndClose()}`;
    expect(second).not.toBe(first);
    expect(copies().sort()).toEqual(['other.db.before-migration-3', second]);
  });

  it('keeps a copy for two weeks by the time that is trusted, whatever the clock says at a start', () => {
    openAndClose();
    addMigration('0001_shelf', 'ALTER TABLE miners ADD COLUMN shelf text');
    const copy = `${path}.before-migration-${openAndClose()}`;
    const madeAt = (journal().entries.at(-1)?.when ?? 0) + DAY_MS;
    const days = (n: number): number => madeAt + n * DAY_MS;
    /** What retention deletes when the trusted time is this many days after the copy was made. */
    const clean = (after: number): string[] => {
      const { sqlite, schemaVersion } = openMigrated(path, migrations);
      const { migrationCopyBefore } = planRetention(Settings.parse({}).retention, days(after));
      deleteAgedCopy(sqlite, path, schemaVersion, migrationCopyBefore);
      sqlite.close();
      return copies();
    };
    const kept = [basename(copy)];
    // Made by a clock with an empty battery: it counts from when the time is known.
    utimesSync(copy, 0, 0);
    expect(clean(0)).toEqual(kept);
    expect(clean(13)).toEqual(kept);
    // A start years in the future deletes nothing by itself.
    utimesSync(copy, new Date(days(-3000)), new Date(days(-3000)));
    openAndClose();
    expect(copies()).toEqual(kept);
    utimesSync(copy, new Date(days(0)), new Date(days(0)));
    expect(clean(14)).toEqual(kept);
    expect(clean(15)).toEqual([]);
  });

  it('refuses a database whose migration left rows that point at nothing, at every start', () => {
    openAndClose();
    addMigration(
      '0001_orphan',
      `INSERT INTO history_blocks (tier, miner_key, from_at, rows, is_open, bytes, block) VALUES ('status_raw', 999, 0, 0, 0, 1, x'00')`,
    );
    for (let start = 0; start < 3; start++) {
      expect(failure()).toMatchObject({
        code: 'corrupt',
        message: expect.stringMatching(/1 rows .* point at nothing.*restore/),
      });
    }
    const sqlite = new Database(path);
    sqlite.exec('DELETE FROM history_blocks WHERE miner_key = 999');
    sqlite.close();
    expect(openAndClose()).toBe(journal().entries.length);
  });

  it('says how much room an update needs, and changes nothing, where the copy from before does not fit', () => {
    openAndClose();
    addMigration('0001_shelf', 'ALTER TABLE miners ADD COLUMN shelf text');
    const before = bytesOf(path);
    expect(() => openMigrated(path, migrations, () => 5e6)).toThrow(
      /keeps a copy from before: the disk of .*powerhive.db needs \d.* MB free and has 5.00 MB\..*start again/,
    );
    expect(bytesOf(path)).toBe(before);
    expect(readdirSync(folder).filter((name) => name.includes('before-migration'))).toEqual([]);
    openMigrated(path, migrations, () => null).sqlite.close();
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
