import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { copyFarm } from '../../../src-main/store/file/copy-farm.ts';
import { lockOwner } from '../../../src-main/store/file/owner-lock.ts';
import { finishReplacement, restoreDatabase } from '../../../src-main/store/file/replace-database.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import type { Store } from '../../../src-main/store/store.ts';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { scaledMs } from '../../fixtures/patience.ts';
import { proseEntry } from '../../fixtures/served/activity-entries.ts';
import { aMiner, aModel, aStatus, aTelemetry, macOf, recordTelemetry, T0 } from '../../unit/store/farm-fixture.ts';

// Each starts programs or threads, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 90_000 });

const BEGIN = Math.ceil(T0 / 86_400_000) * 86_400_000;
const MINERS = 5;

/**
 * A farm with three hours of history, two of them compacted. Made once; each test has its own copy.
 */
let sample: string;
beforeAll(async () => {
  sample = mkdtempSync(join(tmpdir(), 'powerhive-sample-'));
  const store = await openStore({ path: join(sample, 'powerhive.db') });
  const miners = Array.from({ length: MINERS }, (_, i) => i + 1);
  await store.upsertModels([aModel()]);
  await store.setMaxPreset('s19jpro', '2500');
  await store.upsertMiners(miners.map((n) => aMiner(n, { nickname: `Miner ${n}`, unlock_pass_sealed: 'v1:abc' })));
  for (let at = BEGIN; at < BEGIN + 3 * HOUR_MS; at += 600_000) {
    await store.recordMinerStatuses(miners.map((n) => aStatus(n, at)));
    await recordTelemetry(
      store,
      miners.map((n) => aTelemetry(n, at)),
    );
  }
  await store.recordActivity([proseEntry({ at: BEGIN, kind: 'app', level: 'info', miner_id: null, message: 'hello' })]);
  const compacted = await store.compact({ hoursBeforeAt: BEGIN + 2 * HOUR_MS });
  expect(compacted).toMatchObject({ hours: 4 * MINERS, refused: 0 });
  await store.close();
});
afterAll(() => rmSync(sample, { recursive: true, force: true }));

let folder: string;
let path: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-backup-'));
  cpSync(sample, folder, { recursive: true });
  path = join(folder, 'powerhive.db');
  file = join(folder, 'copy.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Opens a store only while it is used: a thread takes a second to start on a busy machine. */
async function withStore<T>(use: (store: Store) => Promise<T>, at = path): Promise<T> {
  const store = await openStore({ path: at });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** A backup of the sample, without an open store. */
async function backUp(): Promise<void> {
  await copyFarm(path, file, null, new AbortController().signal);
}

function column(database: string, name: string): string[] {
  const sqlite = new Database(database, { readonly: true });
  const values = sqlite.prepare<[], string>(`SELECT ${name} FROM miners ORDER BY miner_key`).pluck().all();
  sqlite.close();
  return values;
}

const nicknames = (database: string): string[] => column(database, 'nickname');

function rename(database: string, nickname: string): void {
  const sqlite = new Database(database);
  sqlite.prepare('UPDATE miners SET nickname = ?').run(nickname);
  sqlite.close();
}

/** Adds one row, with 1 or x in each required column. */
function fillIfEmpty(sqlite: Database.Database, table: string): void {
  if (sqlite.prepare(`SELECT EXISTS (SELECT 1 FROM ${table})`).pluck().get() === 1) return;
  const columns = sqlite
    .prepare<[], { name: string; type: string }>(`SELECT name, type FROM pragma_table_info('${table}') WHERE "notnull"`)
    .all();
  const values = columns.map(({ type }) => (type === 'TEXT' ? `'x'` : type === 'BLOB' ? `x'01'` : '1'));
  const names = columns.map(({ name }) => `"${name}"`);
  sqlite.exec(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${values.join(', ')})`);
}

const day = { fromAt: BEGIN, toAt: BEGIN + 4 * HOUR_MS, slotMs: HOUR_MS, tier: '1h' } as const;

describe('a backup', () => {
  it('has every decision, what is known of each miner, the activity and the history by the hour, and opens as a database of PowerHive', async () => {
    const ofMiner = { ...day, toAt: BEGIN + 2 * HOUR_MS };
    const look = async (store: Store) => ({
      fleet: await store.loadFleet(),
      activity: await store.activity({ limit: 9 }),
      hours: await store.minerHistory(macOf(2), ofMiner),
      groups: await store.groupHistory(null, ofMiner),
    });
    const original = await withStore(async (store) => {
      const counts = await store.backUp(file, null);
      expect(counts).toEqual({ bytes: statSync(file).size, miners: MINERS });
      expect(counts.bytes).toBeLessThan(store.status().bytes ?? 0);
      return look(store);
    });
    expect(original.hours).toHaveLength(2);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await withStore(async (copy) => {
      expect(await look(copy)).toEqual(original);
      // Of single readings, only the latest of each miner.
      expect(await copy.statuses(macOf(2), { limit: 99 })).toHaveLength(1);
      expect(await copy.telemetry(macOf(2), { limit: 99 })).toEqual([]);
    }, file);
  });

  it('has every row of rules, racks, channels, jobs, passwords and all other tables but those of single readings', async () => {
    const PARTLY = ['statuses', 'status_fans', 'chain_snapshots', 'chain_chips', 'sealed_rows', 'history_blocks'];
    const sqlite = new Database(path);
    sqlite.pragma('foreign_keys = ON');
    const tables = sqlite
      .prepare<[], string>(
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
      )
      .pluck()
      .all()
      .filter((table) => !PARTLY.includes(table));
    // In an order in which the targets of references exist.
    const parents = ['incidents', 'jobs'];
    for (const table of [...parents, ...tables]) fillIfEmpty(sqlite, table);
    const rowsOf = (database: Database.Database) =>
      Object.fromEntries(tables.map((table) => [table, database.prepare(`SELECT * FROM ${table}`).all()]));
    const original = rowsOf(sqlite);
    sqlite.close();
    expect(tables).toEqual(
      expect.arrayContaining(['rules', 'racks', 'channels', 'jobs', 'job_items', 'miner_passwords']),
    );
    expect(Object.entries(original).filter(([, rows]) => rows.length === 0)).toEqual([]);

    await backUp();
    const copy = new Database(file, { readonly: true });
    expect(rowsOf(copy)).toEqual(original);
    copy.close();
  });

  it('is compacted on after it was restored, and nothing counts twice', async () => {
    await backUp();
    restoreDatabase(path, file, 'now', { withSecrets: true });
    const complete = { ...day, toAt: BEGIN + 2 * HOUR_MS };
    await withStore(async (store) => {
      const before = await store.groupHistory(null, complete);
      expect(before[0]?.points.map(({ miners }) => miners)).toEqual([MINERS, MINERS]);
      for (let n = 1; n <= MINERS; n++) await store.recordMinerStatuses([aStatus(n, BEGIN + 3 * HOUR_MS + 60_000)]);
      const { hours } = await store.compact({ hoursBeforeAt: BEGIN + 3 * HOUR_MS });
      expect(hours).toBe(MINERS);
      expect(await store.groupHistory(null, complete)).toEqual(before);
      const all = (await store.groupHistory(null, day))[0]?.points ?? [];
      expect(all.map(({ miners }) => miners)).toEqual([MINERS, MINERS, MINERS, MINERS]);
    });
  });

  it('is of one moment, and blocks no writer meanwhile', async () => {
    await withStore(async (store) => {
      let writing = true;
      let slowestMs = 0;
      const writes = (async () => {
        for (let n = 0; writing; n++) {
          const startedMs = performance.now();
          await store.upsertMiners([1, 2, 3, 4, 5].map((i) => aMiner(i, { hostname: `round ${n}` })));
          slowestMs = Math.max(slowestMs, performance.now() - startedMs);
        }
      })();
      for (let i = 0; i < 3; i++) {
        await store.backUp(file, null);
        expect(new Set(column(file, 'hostname')).size).toBe(1);
      }
      writing = false;
      await writes;
      // A writer that is blocked by a backup would wait for seconds; the rest is the machine.
      expect(slowestMs).toBeLessThan(scaledMs(1000));
    });
  });

  it('is refused where it would grow beyond its room, names its own disk, and leaves nothing behind', async () => {
    const copying = copyFarm(path, file, 40_000, new AbortController().signal);
    await expect(copying).rejects.toMatchObject({
      code: 'disk_full',
      message: `The backup does not fit on the disk of ${folder}: there is room for 40.0 kB. Free some space there.`,
    });
    expect(readdirSync(folder).filter((name) => !name.startsWith('powerhive.db'))).toEqual([]);
  });

  it('gives no id again that was given before: a destination remembers up to which fill it has sent', async () => {
    const sqlite = new Database(path);
    const insert = 'INSERT INTO filled_ranges (miner_key, from_at, to_at) VALUES (1, 0, 1)';
    const last = sqlite.prepare(insert).run().lastInsertRowid;
    sqlite.exec('DELETE FROM filled_ranges');
    sqlite.close();
    await backUp();
    const copy = new Database(file);
    expect(Number(copy.prepare(insert).run().lastInsertRowid)).toBe(Number(last) + 1);
    copy.close();
  });

  it('is not made of a damaged database, and leaves the one before as it is', async () => {
    await backUp();
    const { size, mtimeMs } = statSync(file);
    damage(path);
    await expect(backUp()).rejects.toThrow(/malformed|not sound/);
    expect(statSync(file)).toMatchObject({ size, mtimeMs });
  });

  it('stops when the store is closed, and leaves nothing half made', async () => {
    const store = await openStore({ path });
    const outcome = store.backUp(file, null).then(
      () => 'made',
      (error: { code: string }) => error.code,
    );
    await store.close();
    expect(['closed', 'made']).toContain(await outcome);
    expect(existsSync(file)).toBe((await outcome) === 'made');
    expect(existsSync(join(folder, 'unfinished.db'))).toBe(false);
  });
});

/** Overwrites every third page after the first dozen with noise. */
function damage(database: string): void {
  const bytes = readFileSync(database);
  for (let at = 12 * 4096; at < bytes.length; at += 3 * 4096) bytes.fill(0xa5, at, at + 4096);
  writeFileSync(database, bytes);
}

describe('a restore', () => {
  it('puts a backup in the place of the database, and keeps that one beside it', async () => {
    await backUp();
    rename(path, 'after the backup');
    const restored = restoreDatabase(path, file, '2026', { withSecrets: true });
    const samples = expect.arrayContaining(['v1:abc']);
    expect(restored).toEqual({ replaced: `${path}.replaced-2026`, miners: MINERS, samples, tokens: [] });
    expect(nicknames(path)).toEqual(nicknames(file));
    expect(nicknames(`${path}.replaced-2026`)).toContain('after the backup');
  });

  it('ends the jobs that were open in the backup: they may have gone on since, and are not sent again', async () => {
    const sqlite = new Database(path);
    sqlite.exec(`
      INSERT INTO jobs (job_key, job_id, action, params, allow_untuned, actor, state, waves, wave, created_at, start_at, finished_at)
        VALUES (1, 'paused', 'reboot', '{}', 0, '{}', 'paused', '[1]', 0, 9, NULL, NULL),
               (2, 'scheduled', 'reboot', '{}', 0, '{}', 'scheduled', '[1]', 0, 9, 9000000000000, NULL),
               (3, 'ended', 'reboot', '{}', 0, '{}', 'done', '[1]', 0, 9, NULL, 10);
      INSERT INTO job_items (job_key, miner_id, verdict, sent, finished_at)
        VALUES (1, 'a', 'planned', '[]', NULL), (1, 'b', 'in_force', '[]', 10), (1, 'c', 'running', '[]', NULL),
               (2, 'a', 'planned', '[]', NULL), (3, 'a', 'in_force', '[]', 10);
    `);
    sqlite.close();
    await backUp();
    restoreDatabase(path, file, '2026', { withSecrets: true });
    const [open, jobs] = await withStore(async (store) => [await store.openJobs(), await store.jobs(9)]);
    expect(open).toEqual([]);
    expect(jobs.map(({ job_id, state, counts }) => ({ job_id, state, counts }))).toEqual([
      { job_id: 'ended', state: 'done', counts: { in_force: 1 } },
      { job_id: 'scheduled', state: 'halted', counts: { unknown: 1 } },
      { job_id: 'paused', state: 'halted', counts: { in_force: 1, unknown: 2 } },
    ]);
    expect(jobs[1]?.reason).toMatch(/^A backup was restored/);
  });

  it('ends no pause that was to end after the backup: it may have ended since, and nothing is sent', async () => {
    const sqlite = new Database(path);
    const insert = sqlite.prepare(
      `INSERT INTO jobs (job_id, action, params, allow_untuned, actor, state, waves, wave, created_at, finished_at, pause_end)
         VALUES (?, 'pause', '{}', 0, '{}', 'done', '[1]', 0, 9, 10, ?)`,
    );
    for (const state of ['waiting', 'resuming', 'cancelled'])
      insert.run(state, JSON.stringify({ at: 9e12, state, reason: null, job_id: null }));
    sqlite.close();
    await backUp();
    restoreDatabase(path, file, '2026', { withSecrets: true });
    const [open, jobs] = await withStore(async (store) => [await store.pausesToEnd(), await store.jobs(9)]);
    expect(open).toEqual([]);
    const reason = expect.stringMatching(/^A backup was restored in which this end was still to come/);
    expect(jobs.map(({ job_id, pause_end }) => ({ job_id, pause_end }))).toEqual([
      { job_id: 'cancelled', pause_end: { at: 9e12, state: 'cancelled', reason: null, job_id: null } },
      { job_id: 'resuming', pause_end: { at: 9e12, state: 'missed', reason, job_id: null } },
      { job_id: 'waiting', pause_end: { at: 9e12, state: 'missed', reason, job_id: null } },
    ]);
  });

  it("takes the log of the old database along: it would be taken for the new one's", async () => {
    await backUp();
    writeFileSync(`${path}-wal`, 'an old log');
    restoreDatabase(path, file, '2026', { withSecrets: true });
    expect(readdirSync(folder)).toContain('powerhive.db.replaced-2026-wal');
    expect(readdirSync(folder)).not.toContain('powerhive.db-wal');
  });

  it('is refused while a PowerHive uses the database', async () => {
    await backUp();
    const owner = lockOwner(path);
    const restore = (): unknown => restoreDatabase(path, file, '2026', { withSecrets: true });
    expect(restore).toThrow(expect.objectContaining({ code: 'locked' }));
    owner.release();
    expect(readdirSync(folder)).not.toContain('powerhive.db.replaced-2026');
  });

  it('refuses what is no sound backup, and changes nothing', async () => {
    await backUp();
    const before = readFileSync(path);
    const at = (name: string): string => join(folder, name);
    writeFileSync(at('garbage'), 'x'.repeat(9000));
    writeFileSync(at('empty'), '');
    writeFileSync(at('torn'), readFileSync(file).subarray(0, statSync(file).size / 2));
    new Database(at('foreign')).exec('CREATE TABLE t (a)').close();
    copyFileSync(file, at('newer'));
    new Database(at('newer'))
      .exec(`INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', 9999999999999)`)
      .close();
    const codes = ['garbage', 'empty', 'torn', 'foreign', 'newer', 'not there'].map((name) => {
      try {
        restoreDatabase(path, at(name), '2026', { withSecrets: true });
        return [name, 'restored'];
      } catch (error) {
        return [name, (error as { code: string }).code];
      }
    });
    expect(Object.fromEntries(codes)).toEqual({
      garbage: 'not_ours',
      empty: 'failed',
      torn: 'corrupt',
      foreign: 'not_ours',
      newer: 'newer',
      'not there': 'failed',
    });
    expect(readdirSync(folder).filter((name) => /replaced|restoring|unfinished/.test(name))).toEqual([]);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('leaves the secrets out if asked to', async () => {
    await backUp();
    const sealed = ['v1:abc', 'ss1:destination', 'v2:token'];
    new Database(file)
      .exec(
        `INSERT INTO destinations (id, kind, name, enabled, url, secret_sealed, sample_seconds, max_kbytes_per_s, created_at, position, sent, refused)
         VALUES ('d', 'remote_write', 'Prometheus', 1, 'http://127.0.0.1/', 'ss1:destination', 60, 100, 0, '{}', 0, 0);
         INSERT INTO remote_sites (id, name, url, token_sealed, enabled, created_at)
         VALUES ('s', 'North', 'http://127.0.0.1', 'v2:token', 1, 0);
         INSERT INTO api_tokens (id, name, scope, secret_hash, created_at, last_used_at)
         VALUES ('t', 'grafana', 'operate', 'hash-of-a-token', 0, null)`,
      )
      .close();
    const pools = JSON.stringify({
      pools: [
        { url: 'a', pass: 'v3:pool' },
        { url: 'b', pass: '' },
      ],
    });
    const own = JSON.stringify({ pools: [{ url: 'a', url_sealed: 'v4:login', pass: 'v5:own' }] });
    const jobs = new Database(file);
    jobs
      .prepare(
        `INSERT INTO jobs (job_key, job_id, action, params, allow_untuned, actor, state, waves, wave, created_at)
         VALUES (9, 'j', 'pools', ?, 0, '{}', 'done', '[]', 0, 0)`,
      )
      .run(pools);
    jobs
      .prepare(
        `INSERT INTO job_items (job_key, miner_id, verdict, sent, own, backup) VALUES (9, ?, 'done', '[]', ?, ?)`,
      )
      .run(macOf(1), own, Buffer.from('v6:backup'));
    jobs.close();
    sealed.push('v3:pool', 'v4:login', 'v5:own', 'v6:backup');
    const { samples, tokens } = restoreDatabase(path, file, '2026', { withSecrets: true });
    expect(samples).toEqual(expect.arrayContaining(['ss1:destination', ...sealed.slice(2)]));
    expect(tokens).toEqual(['grafana']);
    expect(restoreDatabase(path, file, '2027', { withSecrets: false })).toMatchObject({ samples: [], tokens: [] });
    for (const secret of [...sealed, 'hash-of-a-token']) expect(readFileSync(path).includes(secret)).toBe(false);
    const restored = new Database(path);
    expect(restored.prepare('SELECT name, token_sealed FROM remote_sites').all()).toEqual([
      { name: 'North', token_sealed: '' },
    ]);
    expect(restored.prepare('SELECT name, secret_sealed FROM destinations').all()).toEqual([
      { name: 'Prometheus', secret_sealed: null },
    ]);
    expect(restored.prepare('SELECT params FROM jobs').pluck().get()).toBe(
      '{"pools":[{"url":"a","pass":null},{"url":"b","pass":""}]}',
    );
    expect(restored.prepare('SELECT own, backup FROM job_items').all()).toEqual([
      { own: '{"pools":[{"url":"a","pass":null}]}', backup: null },
    ]);
    restored.close();
  });

  it('that was cut short anywhere is finished by the next start', async () => {
    await backUp();
    // Decided, and nothing moved; decided, and the old database already moved away.
    for (const moved of [false, true]) {
      rename(path, 'after the backup');
      copyFileSync(file, `${path}-restoring-cut${moved}`);
      if (moved) rmSync(path);
      if (moved) await withStore(async () => undefined);
      else finishReplacement(path, { note: () => undefined });
      expect(nicknames(path)).toEqual(nicknames(file));
      expect(readdirSync(folder).filter((name) => name.includes('-restoring-'))).toEqual([]);
    }
    expect(nicknames(`${path}.replaced-cutfalse`)).toContain('after the backup');
  });
});
