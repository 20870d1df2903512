import type { EventOf, Job } from '../../../../src-shared/model/index.ts';
import type { StoredJobItem } from '../../../store/job-records.ts';
import type { Goal } from '../../goal/goal.ts';
import type { RunEnv } from '../run-env.ts';
import { targetOf } from './change-summary.ts';

/** What every audit entry of a job says about it. */
export function jobAbout({ job_id, action, params }: Job): Pick<Job, 'job_id' | 'action' | 'params'> {
  return { job_id, action, params };
}

type ItemAbout = Pick<EventOf<'miner_action_sent'>['data'], 'name' | 'job_id' | 'action' | 'target'>;

/** What every audit entry of a miner of a job says about it. */
export function itemAbout({ id, goal }: StoredJobItem, { job, farm }: Pick<RunEnv, 'job' | 'farm'>): ItemAbout {
  const target = targetOf(goal as Goal | null);
  const { job_id, action } = job;
  return { name: farm.miner(id)?.name ?? id, job_id, action, ...(target !== null && { target }) };
}
