import { expect, it } from 'vitest';
import { withJobs } from '../../../src-main/alerts/incidents/timeline-jobs.ts';
import type { JobOnMiners } from '../../../src-main/store/store.ts';
import type { Actor, IncidentEvent } from '../../../src-shared/model/index.ts';

const OPERATOR: Actor = { via: 'browser', name: 'browser', scope: 'operate' };
const entry = (at: number, event: IncidentEvent['event'], message: string | null = null): IncidentEvent => ({
  ...{ at, event, actor: null, message },
});
const job = (job_id: string, at: number, counts: JobOnMiners['counts']): JobOnMiners => ({
  ...{ job_id, action: 'restart', actor: OPERATOR, at, counts },
});

it('the jobs on its miners stand in the timeline of an incident, where they happened', () => {
  const noted = [entry(10, 'opened'), entry(50, 'resolved')];
  const jobs = [job('a', 20, { failed: 1 }), job('b', 30, { in_force: 2, running: 1 })];
  expect(withJobs(noted, jobs)).toEqual([
    entry(10, 'opened'),
    { at: 20, event: 'job', actor: OPERATOR, message: 'restart on 1 miner: failed' },
    { at: 30, event: 'job', actor: OPERATOR, message: 'restart on 3 miners: 2 in force, 1 running' },
    entry(50, 'resolved'),
  ]);
});

it('a job of a rule that is noted already is not said twice', () => {
  const noted = [entry(10, 'opened'), entry(40, 'acted', 'restart, job a')];
  expect(withJobs(noted, [job('a', 20, { proven: 1 })])).toEqual(noted);
});
