import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jobOf } from '../../../src-main/jobs/plan/job-rows.ts';
import type { Sqlite } from '../../../src-main/store/file/database-file.ts';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';
import type { SentRequest, StoredJob, StoredJobItem } from '../../../src-main/store/job-records.ts';
import { prepareJobWrites, readAutomaticRuns, readJob } from '../../../src-main/store/queries/job-queries.ts';
import {
  preparePauseEndWrites,
  readOrdersSince,
  readPausesToEnd,
} from '../../../src-main/store/queries/pause-end-queries.ts';
import { preparePoolsSetWrites, readPoolsSet } from '../../../src-main/store/queries/pools-set-queries.ts';
import { prepareMinerLife } from '../../../src-main/store/queries/remove-miner.ts';
import { ActedState, type Actor } from '../../../src-shared/model/index.ts';
import { sampleOf } from '../../fixtures/served/sample.ts';
import { aJob, aJobItem as item } from './farm-fixture.ts';

const RULE: Actor = { via: 'rule', name: 'Board lost', scope: 'operate', rule_id: 'board_lost' };

const job = (job_id: string, fields: Partial<StoredJob>): StoredJob => aJob(job_id, { actor: RULE, ...fields });
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
  // If nothing was sent, the limit is not used: also if the job ended before its miner did.
  createJob(job('ended', { finished_at: 130, reason: 'PowerHive ended.' }), [item('m4')]);
  // A request is on disk before it is sent, and may then not have been sent.
  createJob(job('goes', {}), [item('m8', answered(null)), item('m9', answered('not_sent'))]);
  createJob(job('gone', { finished_at: 130 }), [
    item('m10', { ...answered(null), finished_at: 120 }),
    item('m11', { ...answered('not_sent'), finished_at: 120, verdict: 'failed', message: 'No route.' }),
  ]);
  // Jobs of operators do not count, and neither do older ones.
  createJob(job('by hand', { actor: { via: 'browser', name: 'browser', scope: 'operate' } }), [item('m5', SENT)]);
  createJob(job('old', { created_at: 99 }), [item('m6', SENT)]);
  // From an earlier version, which stored the name of the rule.
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

it('why miners were left out at their turn is read with a job, the most frequent reason first', () => {
  const { createJob } = prepareJobWrites(sqlite);
  const expect_ = { expect: sampleOf(ActedState) };
  const left = (id: string, message: string) => item(id, { ...expect_, verdict: 'skipped', code: 'busy', message });
  const preview = item('m0', { verdict: 'skipped', code: 'busy', message: 'in the preview', wave: null });
  const rare = ['a', 'b', 'c', 'd', 'e', 'f'].map((why) => left(why, why));
  createJob(job('left', {}), [preview, ...rare, left('m1', 'z'), left('m2', 'z'), item('m3', expect_)]);
  const stored = readJob(sqlite, 'left')?.job ?? aJob('none', {});
  expect(jobOf(stored)).toMatchObject({
    counts: { skipped: 9, running: 1 },
    left_out: [
      { code: 'busy', reason: 'z', miners: 2 },
      ...['a', 'b', 'c', 'd'].map((reason) => ({ code: 'busy', reason, miners: 1 })),
      { code: null, reason: null, miners: 2 },
    ],
  });
});

describe('the pools that jobs set', () => {
  const pool = (host: string, account: string): { url: string; user: string } => ({
    url: `stratum+tcp://login:x@${host}:3333`,
    user: `${account}.w1`,
  });
  type Pools = readonly ReturnType<typeof pool>[];
  const state = (pools: Pools | null, pool_url: string | null = null) => ({ pools, pool_url }) as never;
  const sent = (pools: Pools) => ({ ...SENT, expect: state(pools) });
  const proven = (pools: Pools) => ({
    ...sent(pools),
    after: state(pools),
    verdict: 'in_force' as const,
    finished_at: 130,
  });
  const known = () => readPoolsSet(sqlite).map(({ host, account, miners }) => `${host} ${account} ${miners}`);
  let jobs = 0;

  /** A job of this action, with the final state of its miners. */
  function run(action: StoredJob['action'], items: Readonly<Record<string, Partial<StoredJobItem>>>): void {
    const { createJob, updateJobItems, updateJob } = prepareJobWrites(sqlite);
    const made = job(`job ${jobs++}`, { action });
    createJob(
      made,
      Object.keys(items).map((id) => item(id)),
    );
    updateJobItems(
      made.job_id,
      Object.entries(items).map(([id, fields]) => item(id, fields)),
    );
    updateJob({ ...made, state: 'done', finished_at: 140 });
  }

  beforeEach(() => {
    const add = sqlite.prepare('INSERT INTO miners (id, managed, first_seen_at) VALUES (?, 1, 7)');
    for (const id of ['a', 'b', 'c', 'd']) add.run(id);
  });

  it('are known for as long as no other job sets others there, also when the job itself is forgotten', () => {
    run('pools', {
      a: proven([pool('Old.example', 'Farm'), pool('b.example', 'alone')]),
      b: proven([pool('old.example', 'farm')]),
    });
    run('restart', { c: proven([pool('not.example', 'x')]) });
    sqlite.exec('DELETE FROM jobs');
    expect(known()).toEqual(['old.example farm 2', 'b.example alone 1']);
    run('pools', { a: proven([pool('new.example', 'farm')]) });
    expect(known()).toEqual(['new.example farm 1', 'old.example farm 1']);
    run('pools', { b: proven([pool('new.example', 'farm')]) });
    expect(known()).toEqual(['new.example farm 2']);
  });

  it('are what was sent and what was there, while nobody knows which of them is in force; and nothing that was planned only', () => {
    run('pools', { a: proven([pool('old.example', 'farm')]) });
    run('pools', {
      a: { ...sent([pool('new.example', 'farm')]), verdict: 'unknown', finished_at: 130 },
      b: { expect: state([pool('planned.example', 'x')]) },
      c: { ...answered('not_sent'), expect: state([pool('unsent.example', 'x')]), verdict: 'failed', finished_at: 130 },
      d: SENT,
    });
    expect(known()).toEqual(['new.example farm 1', 'old.example farm 1']);
    run('pools', { a: proven([pool('old.example', 'farm')]) });
    expect(known()).toEqual(['old.example farm 1']);
  });

  it('have no account where a job switched to one of those that a miner has', () => {
    run('pools', { a: proven([pool('old.example', 'farm')]) });
    run('switch_pool', {
      a: { ...SENT, expect: state(null, 'b.example:3333'), after: state(null, 'b.example:3333'), verdict: 'proven' },
    });
    expect(known()).toEqual(['b.example null 1', 'old.example farm 1']);
  });

  it('are few for each miner, the latest', () => {
    for (let n = 1; n <= 20; n++) run('pools', { a: { ...sent([pool(`p${n}.example`, 'farm')]), verdict: 'unknown' } });
    expect(readPoolsSet(sqlite)).toHaveLength(8);
    expect(known()).toContain('p20.example farm 1');
  });

  it('go when the operator says so, and with the miner', () => {
    run('pools', {
      a: proven([pool('old.example', 'farm'), pool('b.example', 'farm')]),
      b: proven([pool('old.example', 'farm')]),
    });
    const { forgetPool } = preparePoolsSetWrites(sqlite);
    expect(forgetPool({ host: 'old.example', account: 'other' })).toBe(false);
    expect(forgetPool({ host: 'old.example', account: 'farm' })).toBe(true);
    expect(known()).toEqual(['b.example farm 1']);
    prepareMinerLife(sqlite).removeMiner('a', 'keep');
    expect(known()).toEqual([]);
  });
});

describe('the end of a pause', () => {
  const by = (action: StoredJob['action'], fields: Partial<StoredJob> = {}) => ({ ...fields, action });
  const waiting = (at: number) => ({ at, state: 'waiting', reason: null, job_id: null }) as const;
  const paused = { ...SENT, verdict: 'in_force', started_at: 105, finished_at: 115 } as const;
  const sentAt = (at: number, answer: SentRequest['answer'] = 'accepted') => ({
    sent: [{ request: 'resume', at, answer, message: null }],
  });
  const found = (finished_at: number) => ({ verdict: 'skipped', code: 'already_there', finished_at }) as const;

  it('is kept through each step of its job, and begins with the job that resumes its miners', () => {
    const { createJob, updateJob, updateJobItems } = prepareJobWrites(sqlite);
    const { updatePauseEnd, releasePaused } = preparePauseEndWrites(sqlite);
    const pause = job('p', by('pause', { pause_end: waiting(500) }));
    createJob(pause, [item('m1', paused), item('m2', paused)]);
    createJob(job('q', by('pause')), [item('m1')]);
    updatePauseEnd('p', waiting(600));
    updateJob({ ...pause, state: 'done', finished_at: 120 });
    releasePaused('p', ['m2'], 130);
    releasePaused('p', ['m2'], 140);
    updateJobItems('p', [item('m2', paused)]);
    expect(readPausesToEnd(sqlite)).toEqual(['p']);
    expect(readJob(sqlite, 'p')).toMatchObject({
      job: { pause_end: waiting(600), resume_of: null },
      items: [{ released_at: null }, { released_at: 130 }],
    });
    createJob(job('r', by('resume', { resume_of: 'p' })), [item('m1')]);
    expect(readJob(sqlite, 'p')?.job.pause_end).toEqual({ ...waiting(600), state: 'resuming', job_id: 'r' });
    expect(readPausesToEnd(sqlite)).toEqual(['p']);
    updatePauseEnd('p', { ...waiting(600), state: 'done', job_id: 'r' });
    expect(readPausesToEnd(sqlite)).toEqual([]);
  });

  it('finds what other jobs did to its miners since, and which of them want a miner paused', () => {
    const { createJob } = prepareJobWrites(sqlite);
    createJob(job('before', by('resume', { finished_at: 200 })), [item('m1', sentAt(104))]);
    createJob(job('p', by('pause', { pause_end: waiting(500) })), [
      item('m1', paused),
      item('m2', paused),
      item('m3', { ...paused, verdict: 'refused' }),
    ]);
    const later = { created_at: 150, finished_at: 200 };
    createJob(job('light', by('locate', later)), [item('m1', sentAt(160))]);
    createJob(job('unsent', by('restart', later)), [item('m1', sentAt(160, 'not_sent'))]);
    createJob(job('other miners', by('resume', later)), [item('m9', sentAt(160)), item('m3', sentAt(160))]);
    createJob(job('restart', by('restart', later)), [item('m1', { ...found(160) })]);
    createJob(job('to come', by('pause', { created_at: 150, state: 'scheduled', start_at: 900 })), [
      item('m1', found(160)),
    ]);
    expect(readOrdersSince(sqlite, 'p')).toEqual([]);
    createJob(job('resume', by('resume', { created_at: 150 })), [item('m1', sentAt(160, null))]);
    createJob(job('stop', by('stop', later)), [item('m2', found(160))]);
    createJob(job('pause', by('pause', { ...later, pause_end: waiting(700) })), [item('m2', found(160))]);
    createJob(job('cancelled', by('pause', { ...later, pause_end: { ...waiting(700), state: 'cancelled' } })), [
      item('m2', found(160)),
    ]);
    const nothingPaused = { ...waiting(800), state: 'cancelled', reason: 'It has paused no miner.' } as const;
    createJob(job('paused none', by('pause', { ...later, pause_end: nothingPaused })), [item('m2', found(160))]);
    expect(readOrdersSince(sqlite, 'p')).toEqual([
      { id: 'm1', action: 'resume', was_sent: true, resume_at: null, tried: null },
      { id: 'm2', action: 'stop', was_sent: false, resume_at: null, tried: null },
      { id: 'm2', action: 'pause', was_sent: false, resume_at: 700, tried: null },
      { id: 'm2', action: 'pause', was_sent: false, resume_at: null, tried: null },
      { id: 'm2', action: 'pause', was_sent: false, resume_at: 800, tried: null },
    ]);
    createJob(job('again', by('resume', { ...later, resume_of: 'p', reason: 'It failed.' })), [
      item('m1', { verdict: 'skipped', code: 'offline', message: 'it is offline' }),
    ]);
    expect(readOrdersSince(sqlite, 'p').at(-1)).toEqual({
      id: 'm1',
      action: 'resume',
      was_sent: false,
      resume_at: null,
      tried: { verdict: 'skipped', code: 'offline', message: 'it is offline', reason: 'It failed.' },
    });
  });
});
