import { expect, it } from 'vitest';
import { withJobs } from '../../../src-main/alerts/incidents/views/timeline-jobs.ts';
import type { JobOnMiners } from '../../../src-main/store/store.ts';
import type { Actor, IncidentEvent } from '../../../src-shared/model/index.ts';

const OPERATOR: Actor = { via: 'browser', name: 'browser', scope: 'operate' };
const entry = (
  at: number,
  event: IncidentEvent['event'],
  { message = null, job_id = null }: Partial<IncidentEvent> = {},
): IncidentEvent => ({ at, event, actor: null, message, job_id });
const job = (job_id: string, at: number, counts: JobOnMiners['counts']): JobOnMiners => ({
  ...{ job_id, action: 'restart', actor: OPERATOR, at, counts },
});

it('the jobs on its miners stand in the timeline of an incident, where they happened', () => {
  const noted = [entry(10, 'opened'), entry(50, 'resolved')];
  const jobs = [job('a', 20, { failed: 1 }), job('b', 30, { in_force: 2, running: 1 })];
  expect(withJobs(noted, jobs)).toEqual([
    entry(10, 'opened'),
    { at: 20, event: 'job', actor: OPERATOR, message: 'restart on 1 miner: failed', job_id: 'a' },
    { at: 30, event: 'job', actor: OPERATOR, message: 'restart on 3 miners: 1 sent, 2 hashing again', job_id: 'b' },
    entry(50, 'resolved'),
  ]);
});

it('says the results of a job in the words of its own page', () => {
  const jobs = [job('a', 20, { stored: 1 }), job('b', 30, { cancelled: 2, stored: 1 })];
  expect(withJobs([], jobs).map(({ message }) => message)).toEqual([
    'restart on 1 miner: stored on the miner',
    'restart on 3 miners: 1 stored on the miner, 2 not sent',
  ]);
});

it('a job of a rule that is noted already is not said twice', () => {
  const noted = [entry(10, 'opened'), entry(40, 'acted', { message: 'restart', job_id: 'a' })];
  expect(withJobs(noted, [job('a', 20, { proven: 1 })])).toEqual(noted);
  // What a message says is not searched: an operator may have written the id into it.
  const written = [entry(10, 'opened'), entry(40, 'acted', { message: 'Not now, after job a' })];
  expect(withJobs(written, [job('a', 20, { proven: 1 })])).toHaveLength(3);
});
