import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { JobStore } from '../../../../src-main/jobs/job-dependencies.ts';
import { Jobs } from '../../../../src-main/jobs/jobs.ts';
import { KeyedLock } from '../../../../src-main/runtime/keyed-lock.ts';
import { openMigrated } from '../../../../src-main/store/file/migrate.ts';
import { MIGRATIONS_FOLDER } from '../../../../src-main/store/file/migration-plan.ts';
import {
  prepareJobWrites,
  readJob,
  readJobs,
  readOpenJobs,
  readSentSince,
} from '../../../../src-main/store/queries/job-queries.ts';
import { readOrdersSince, readPausesToEnd } from '../../../../src-main/store/queries/pause-end-queries.ts';
import { readTransitions } from '../../../../src-main/store/queries/transition-queries.ts';
import { Settings } from '../../../../src-shared/model/index.ts';
import { idOf, ScriptedMiners } from '../../../fixtures/jobs/scripted-miners.ts';
import { ManualClock } from '../../../fixtures/manual-clock.ts';

/** The first version with jobs: their tables as 0007_jobs.sql made them. */
const FIRST_WITH_JOBS = 7;

type Row = Record<string, string | number | null>;

/** What that version stored of a reading, of which it knew less. */
const KEPT = {
  state: 'mining',
  state_seconds: 3600,
  uptime_s: 7200,
  preset: '2900',
  power_w: 2900,
  hashrate_hs: 1.16e14,
  hashrate_expected_hs: 1.16e14,
  throttled_percent: 100,
  locate_on: false,
  restart_required: false,
  reboot_required: false,
  boards_failed: 0,
  pools: [{ pool_id: 0, url: 'pool.example:3333', user: 'farm.1', status: 'active', accepted: 1 }],
  stored: { preset: '2900', switcher: null, pools: [] },
  switcher: null,
  presets: null,
  config_corrupt: false,
};
const PRESET = { kind: 'preset', preset: '2500', top: '2500', power_w: 2500, hashrate_hs: 1e14, untuned: false };

/** What a miner had of its job when that version ended. */
const LEFT: readonly { action: string; goal: object | null; verdict: string; answer: string | null; last?: string }[] =
  [
    { action: 'locate', goal: { kind: 'locate', on: true }, verdict: 'running', answer: null },
    { action: 'pause', goal: { kind: 'pause' }, verdict: 'running', answer: 'accepted' },
    { action: 'stop', goal: { kind: 'stop' }, verdict: 'running', answer: null },
    { action: 'start', goal: { kind: 'start' }, verdict: 'running', answer: null },
    { action: 'restart', goal: { kind: 'restart' }, verdict: 'running', answer: 'accepted' },
    { action: 'reboot', goal: { kind: 'reboot' }, verdict: 'running', answer: null },
    { action: 'throttle', goal: { kind: 'throttle', percent: 80 }, verdict: 'running', answer: 'unknown' },
    { action: 'preset', goal: PRESET, verdict: 'running', answer: null },
    { action: 'preset', goal: PRESET, verdict: 'stored', answer: 'accepted' },
    { action: 'preset', goal: PRESET, verdict: 'stored', answer: null, last: 'restart' },
    { action: 'preset', goal: PRESET, verdict: 'in_force', answer: 'accepted', last: 'restart' },
    { action: 'switch_pool', goal: { kind: 'switch_pool', url: 'b.example:3333' }, verdict: 'running', answer: null },
    { action: 'pools', goal: { kind: 'pools', slots: [] }, verdict: 'running', answer: 'not_sent' },
    { action: 'restart', goal: null, verdict: 'running', answer: null },
    { action: 'restart', goal: null, verdict: 'planned', answer: null },
  ];

function writeOlderDatabase(path: string, migrations: string): void {
  cpSync(MIGRATIONS_FOLDER, migrations, { recursive: true });
  const journal = join(migrations, 'meta/_journal.json');
  const { entries, ...rest } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: { idx: number }[] };
  writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.filter(({ idx }) => idx <= FIRST_WITH_JOBS) }));
  openMigrated(path, migrations).sqlite.close();
  const sqlite = new Database(path);
  const actor = JSON.stringify({ via: 'cli', name: 'command line', scope: 'operate' });
  const addJob = sqlite.prepare<[Row]>(
    `INSERT INTO jobs (job_key, job_id, action, params, allow_untuned, actor, state, waves, wave, created_at)
       VALUES (@key, @id, @action, '{}', 0, '${actor}', 'running', '[1]', 1, 1699999990000)`,
  );
  const addItem = sqlite.prepare<[Row]>(
    `INSERT INTO job_items (job_key, miner_id, wave, verdict, sent, goal, kept, started_at)
       VALUES (@key, @miner, 1, @verdict, @sent, @goal, @kept, @started_at)`,
  );
  for (const [index, { action, goal, verdict, answer, last }] of LEFT.entries()) {
    const key = index + 1;
    const at = 1_699_999_990_000;
    const first = { request: action, at, answer: last === undefined ? answer : 'accepted', message: null };
    const sent = last === undefined ? [first] : [first, { request: last, at, answer, message: null }];
    const isPlanned = verdict === 'planned';
    addJob.run({ key, id: `older-${key}`, action });
    addItem.run({
      key,
      miner: idOf(key),
      verdict,
      sent: JSON.stringify(isPlanned ? [] : sent),
      goal: goal === null ? null : JSON.stringify(goal),
      kept: isPlanned ? null : JSON.stringify(KEPT),
      started_at: isPlanned ? null : at,
    });
  }
  sqlite.close();
}

it('jobs that an older version left running end with a known verdict for each miner, and send nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-older-rows-'));
  const path = join(folder, 'powerhive.db');
  writeOlderDatabase(path, join(folder, 'migrations'));
  const { sqlite } = openMigrated(path, MIGRATIONS_FOLDER);
  const writes = prepareJobWrites(sqlite);
  const store: JobStore = {
    createJob: async () => undefined,
    updateJobItems: async (id, items) => writes.updateJobItems(id, items),
    keepJobBackup: async () => undefined,
    updateJob: async (job) => writes.updateJob(job),
    jobs: async (limit) => readJobs(sqlite, limit),
    job: async (id) => readJob(sqlite, id),
    openJobs: async () => readOpenJobs(sqlite),
    updatePauseEnd: async () => undefined,
    releasePaused: async () => undefined,
    pausesToEnd: async () => readPausesToEnd(sqlite),
    ordersSince: async (id) => readOrdersSince(sqlite, id),
    sentSince: async (at) => readSentSince(sqlite, at),
    transitions: async () => readTransitions(sqlite),
    upsertTransition: async () => undefined,
  };
  const clock = new ManualClock();
  const miners = new ScriptedMiners(clock, LEFT.length);
  miners.at(1).light = true;
  Object.assign(miners.at(9), { stored: '2500', restart_required: true });
  for (const n of [10, 11])
    Object.assign(miners.at(n), { stored: '2500', preset: '2500', sinceMs: clock.monotonicMs() });
  for (const n of [8, 9, 10, 11]) {
    miners.at(n).switcher = { enabled: true, top_preset: '2500', min_preset: null, check_time: 60 };
  }
  const errors: unknown[] = [];
  const jobs = new Jobs({
    port: miners,
    farm: miners,
    store,
    clock,
    minerLock: new KeyedLock(),
    settings: () => ({ ...Settings.parse({}).actions, enabled: true }),
    arePollsBehind: () => false,
    listener: { onStep: () => undefined },
    onError: (error) => errors.push(error),
  });
  await jobs.load();
  expect(await store.sentSince(1_699_999_980_000)).toHaveLength(LEFT.length - 1);
  jobs.recover();
  for (let minutes = 0; readOpenJobs(sqlite).length > 0 && minutes < 60; minutes++) await clock.advance(60_000);
  const ends = await Promise.all(
    LEFT.map(async ({ action }, index) => {
      const job = await jobs.get(`older-${index + 1}`);
      const [item] = job?.items ?? [];
      expect(item?.finished_at).not.toBeNull();
      expect(job?.state).toBe('halted');
      return `${action}: ${item?.verdict} ${item?.code}`;
    }),
  );
  expect(ends).toEqual([
    'locate: in_force not_proven',
    'pause: failed no_effect',
    'stop: failed no_effect',
    'start: in_force not_proven',
    'restart: failed no_effect',
    'reboot: failed no_effect',
    'throttle: failed no_effect',
    'preset: failed no_effect',
    'preset: stored restart_not_sent',
    'preset: in_force not_proven',
    'preset: in_force not_proven',
    'switch_pool: failed no_effect',
    'pools: failed not_sent',
    'restart: unknown unreadable',
    'restart: cancelled null',
  ]);
  expect(miners.writeCount).toBe(0);
  expect(errors).toEqual([]);
  await jobs.close();
  sqlite.close();
  rmSync(folder, { recursive: true });
});
