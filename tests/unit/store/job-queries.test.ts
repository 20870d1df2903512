import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Sqlite } from '../../../src-main/store/file/database-file.ts';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';
import type { SentRequest, StoredJob, StoredJobItem } from '../../../src-main/store/job-records.ts';
import { prepareJobWrites, readAutomaticRuns, readPoolsSet } from '../../../src-main/store/queries/job-queries.ts';
import type { Actor } from '../../../src-shared/model/index.ts';

const RULE: Actor = { via: 'rule', name: 'Board lost', scope: 'operate', rule_id: 'board_lost' };

const job = (job_id: string, fields: Partial<StoredJob>): StoredJob => ({
  job_id,
  action: 'restart',
  params: {},
  allow_untuned: false,
  actor: RULE,
  state: 'running',
  reason: null,
  undo_of: null,
  retries: 0,
  query: null,
  waves: [1],
  wave: 1,
  created_at: 100,
  start_at: null,
  spread_minutes: null,
  finished_at: null,
  rules: null,
  counts: {},
  ...fields,
});

const item = (id: string, fields: Partial<StoredJobItem> = {}): StoredJobItem => ({
  id,
  wave: 1,
  verdict: 'running',
  code: null,
  message: null,
  before: null,
  after: null,
  expect: null,
  sent: [],
  own: null,
  held_by: null,
  goal: null,
  kept: null,
  started_at: null,
  finished_at: null,
  ...fields,
});
const answered = (answer: SentRequest['answer']): Pick<StoredJobItem, 'sent'> => {
  return { sent: [{ request: 'restart', at: 110, answer, message: null }] };
};
const SENT = answered('accepted');

let folder: string;
let sqlite: Sqlite;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-jobs-'));
  ({ sqlite } = openMigrated(join(folder, 'powerhive.db')));
});
afterEach(() => {
  sqlite.close();
  rmSync(folder, { recursive: true, force: true });
});

it('what rules began by themselves is read with what became of it', () => {
  const { createJob, updateJobItems, updateJob } = prepareJobWrites(sqlite);
  createJob(job('waits', {}), [item('m1')]);
  createJob(job('sent', {}), [
    item('m2', SENT),
    item('m3', { finished_at: 120, verdict: 'cancelled', message: 'Busy.' }),
  ]);
  // Where nothing was sent its limit is not used up: also where the job ended before its miner did.
  createJob(job('ended', { finished_at: 130, reason: 'PowerHive ended.' }), [item('m4')]);
  // A request is on disk before it goes out, and may then not have left.
  createJob(job('goes', {}), [item('m8', answered(null)), item('m9', answered('not_sent'))]);
  createJob(job('gone', { finished_at: 130 }), [
    item('m10', { ...answered(null), finished_at: 120 }),
    item('m11', { ...answered('not_sent'), finished_at: 120, verdict: 'failed', message: 'No route.' }),
  ]);
  // What a person began is none of theirs, and neither is what is older.
  createJob(job('by hand', { actor: { via: 'browser', name: 'browser', scope: 'operate' } }), [item('m5', SENT)]);
  createJob(job('old', { created_at: 99 }), [item('m6', SENT)]);
  // By an earlier version, which knew the rule by its name.
  createJob(job('early', { actor: { via: 'rule', name: 'Board lost', scope: 'operate' } }), [item('m7', SENT)]);
  const begun = { at: 100, rule_id: 'board_lost', rule_name: 'Board lost', action: 'restart' };
  expect(readAutomaticRuns(sqlite, 100)).toEqual([
    { ...begun, miner_id: 'm1', job_id: 'waits', outcome: 'waits', message: null },
    { ...begun, miner_id: 'm2', job_id: 'sent', outcome: 'sent', message: null },
    { ...begun, miner_id: 'm3', job_id: 'sent', outcome: 'nothing', message: 'Busy.' },
    { ...begun, miner_id: 'm4', job_id: 'ended', outcome: 'nothing', message: 'PowerHive ended.' },
    { ...begun, miner_id: 'm8', job_id: 'goes', outcome: 'waits', message: null },
    { ...begun, miner_id: 'm9', job_id: 'goes', outcome: 'nothing', message: null },
    { ...begun, miner_id: 'm10', job_id: 'gone', outcome: 'sent', message: null },
    { ...begun, miner_id: 'm11', job_id: 'gone', outcome: 'nothing', message: 'No route.' },
    { ...begun, rule_id: 'Board lost', miner_id: 'm7', job_id: 'early', outcome: 'sent', message: null },
  ]);
  updateJobItems('waits', [item('m1', { ...SENT, finished_at: 140, verdict: 'unknown', message: 'Sent.' })]);
  updateJob(job('waits', { state: 'done', finished_at: 140 }));
  expect(readAutomaticRuns(sqlite, 100)[0]).toMatchObject({ job_id: 'waits', outcome: 'sent', message: 'Sent.' });
});

it('reads the pools that jobs sent, also in an undo, and none that was planned only', () => {
  const writes = prepareJobWrites(sqlite);
  const setTo = (pools: readonly { url: string; user: string }[], pool_url: string | null = null) =>
    ({ expect: { pools, pool_url } }) as never as Partial<StoredJobItem>;
  const NEW = { url: 'new.example:3333', user: 'farm.w1' };
  writes.createJob(job('pools', { action: 'pools', params: { pools: [NEW] } }), [
    item('a', { ...setTo([NEW, { url: 'b.example', user: 'alone' }]), ...SENT }),
    item('b', { ...setTo([{ ...NEW, user: 'farm.w2' }]), ...SENT }),
    item('c', setTo([{ url: 'planned.example', user: 'x' }])),
    item('d', SENT),
  ]);
  writes.createJob(job('undo', { action: 'pools', undo_of: 'pools' }), [
    item('a', { ...setTo([{ url: 'old.example', user: 'farm.w1' }]), ...SENT }),
  ]);
  writes.createJob(job('switch', { action: 'switch_pool', params: { url: 's.example' } }), [
    item('a', { ...setTo([], 's.example'), ...SENT }),
  ]);
  writes.createJob(job('other', {}), [item('a', { ...setTo([{ url: 'not.example', user: 'x' }]), ...SENT })]);
  expect(readPoolsSet(sqlite)).toEqual([
    { url: 'b.example', account: 'alone' },
    { url: 'new.example:3333', account: 'farm' },
    { url: 'old.example', account: 'farm' },
    { url: 's.example', account: null },
  ]);
});
