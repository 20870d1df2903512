import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nextStepRows, prune } from '../../../src-main/store/compaction/prune-expired.ts';
import { pruneIncidents } from '../../../src-main/store/compaction/prune-incidents.ts';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';
import { prepareIncidentWrites, readIncident } from '../../../src-main/store/queries/incident-queries.ts';
import { prepareJobWrites, readJobs } from '../../../src-main/store/queries/job-queries.ts';
import type { StoredJob, StoredJobItem } from '../../../src-main/store/store.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { aStoredIncident, macOf, pruneLimits } from './farm-fixture.ts';

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
      const end = { at: 9e12, state: 'waiting', reason: null, job_id: null } as const;
      createJob({ ...aJob('ends later', 100, 200), pause_end: end }, items);
      createJob({ ...aJob('has ended', 100, 200), pause_end: { ...end, state: 'done' } }, items);
      await prune(sqlite, { ...pruneLimits({}), jobsBefore: 300 }, new AbortController().signal);
      expect(readJobs(sqlite, 10).map(({ job_id }) => job_id)).toEqual(['ends later', 'young', 'open']);
      expect(readJobs(sqlite, 10, 'young').map(({ job_id }) => job_id)).toEqual(['open']);
      expect(readJobs(sqlite, 10, 'open')).toEqual([]);
      expect(sqlite.prepare('SELECT count(*) FROM job_items').pluck().get()).toBe(210);
      expect(sqlite.pragma('foreign_key_check')).toEqual([]);
    } finally {
      sqlite.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('incidents', () => {
  it('go with the activity once they are resolved, with their miners and their course', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'powerhive-prune-'));
    const { sqlite } = openMigrated(join(folder, 'powerhive.db'));
    try {
      const { saveIncidents } = prepareIncidentWrites(sqlite);
      const members = Array.from({ length: 70 }, (_, n) => ({
        miner_id: macOf(n),
        rule_id: 'offline',
        severity: 'critical' as const,
        message: 'Offline',
        since_at: 1,
        left_at: 2,
        conditions: null,
      }));
      const timeline = (['opened', 'resolved'] as const).map((event) => ({
        at: 1,
        event,
        actor: null,
        message: null,
        job_id: null,
      }));
      const owed = { owed_event: 'resolved', owed_at: 100 } as const;
      const open = { state: 'open', resolved_at: null } as const;
      for (const incident of [
        aStoredIncident('old', { resolved_at: 100 }),
        aStoredIncident('older', { resolved_at: 99 }),
        aStoredIncident('young', { resolved_at: 300 }),
        aStoredIncident('open', { ...open, opened_at: 1 }),
        aStoredIncident('owed', { resolved_at: 100, ...owed }),
      ])
        saveIncidents([{ incident, members, timeline }]);
      await prune(sqlite, pruneLimits({}, 300), new AbortController().signal);
      const left = ['old', 'older', 'young', 'open', 'owed'].flatMap((id) => readIncident(sqlite, id) ?? []);
      expect(left.map(({ incident }) => incident.incident_id)).toEqual(['young', 'open', 'owed']);
      expect(left.map((incident) => [incident.members.length, incident.timeline.length])).toEqual([
        [70, 2],
        [70, 2],
        [70, 2],
      ]);
      expect(sqlite.prepare('SELECT count(*) FROM incident_members').pluck().get()).toBe(210);
      expect(sqlite.prepare('SELECT count(*) FROM incident_timeline').pluck().get()).toBe(6);
      expect(sqlite.pragma('foreign_key_check')).toEqual([]);
    } finally {
      sqlite.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('go row by row, however many miners one has', () => {
    const folder = mkdtempSync(join(tmpdir(), 'powerhive-prune-'));
    const { sqlite } = openMigrated(join(folder, 'powerhive.db'));
    try {
      const timeline = [{ at: 1, event: 'opened' as const, actor: null, message: null, job_id: null }];
      const members = [1, 2, 3].map((n) => ({
        miner_id: macOf(n),
        rule_id: 'offline',
        severity: 'critical' as const,
        message: 'Offline',
        since_at: 1,
        left_at: 2,
        conditions: null,
      }));
      const incidents = ['a', 'b'].map((id) => aStoredIncident(id, { resolved_at: 1 }));
      prepareIncidentWrites(sqlite).saveIncidents(incidents.map((incident) => ({ incident, members, timeline })));
      const steps = [4, 4, 4, 4].map((most) => pruneIncidents(sqlite, 2, most));
      expect(steps).toEqual([4, 4, 2, 0]);
      expect(sqlite.prepare('SELECT count(*) FROM incidents').pluck().get()).toBe(0);
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
    pause_end: null,
    resume_of: null,
    retry_of: null,
    miners_text: null,
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
    left_out: [],
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
