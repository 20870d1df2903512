import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nextStepRows, prune } from '../../../src-main/store/compaction/prune-expired.ts';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';
import { prepareJobWrites, readJobs } from '../../../src-main/store/queries/job-queries.ts';
import type { StoredJob, StoredJobItem } from '../../../src-main/store/store.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { macOf, pruneLimits } from './farm-fixture.ts';

describe('the size of the next step', () => {
  it.each([
    ['doubles at most after a quick one', 100, 0.01, 200],
    ['stays where a step takes 10 ms', 300, 10, 300],
    ['shrinks at once after a slow one', 1000, 100, 100],
    ['is never nothing', 1, 60_000, 1],
    ['has an end', 5000, 1, 5000],
  ])('%s', (_, rows, tookMs, next) => {
    expect(nextStepRows(rows, tookMs)).toBe(next);
  });
});

describe('jobs', () => {
  it('go with their miners when they are too old, and stay while they go on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'powerhive-prune-'));
    const { sqlite } = openMigrated(join(folder, 'powerhive.db'));
    try {
      const { createJob } = prepareJobWrites(sqlite);
      const items = Array.from({ length: 70 }, (_, n) => aJobItem(n));
      createJob(aJob('old', 100, 200), items);
      createJob(aJob('open', 100, null), items);
      createJob(aJob('young', 100, 300), items);
      await prune(sqlite, { ...pruneLimits({}), jobsBefore: 300 }, new AbortController().signal);
      expect(readJobs(sqlite, 10).map(({ job_id }) => job_id)).toEqual(['young', 'open']);
      expect(sqlite.prepare('SELECT count(*) FROM job_items').pluck().get()).toBe(140);
      expect(sqlite.pragma('foreign_key_check')).toEqual([]);
    } finally {
      sqlite.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function aJob(job_id: string, created_at: number, finished_at: number | null): StoredJob {
  return {
    job_id,
    action: 'pause',
    params: {},
    allow_untuned: false,
    actor: TESTER,
    state: finished_at === null ? 'running' : 'done',
    reason: null,
    undo_of: null,
    retries: 0,
    query: null,
    waves: [70],
    wave: 1,
    created_at,
    finished_at,
    start_at: null,
    spread_minutes: null,
    rules: null,
    counts: {},
  };
}

function aJobItem(n: number): StoredJobItem {
  return {
    id: macOf(n),
    wave: 1,
    verdict: 'in_force',
    code: null,
    message: null,
    before: null,
    after: null,
    expect: null,
    sent: [],
    own: null,
    goal: null,
    kept: null,
    held_by: null,
    started_at: 1,
    finished_at: 2,
  };
}
