import type { Job, JobItem, Verdict } from '../../../src-shared/model/index.ts';
import type { StoredJob, StoredJobItem } from '../../store/job-records.ts';
import { withoutPasswords } from './planner.ts';

/** A job as it is shown: without pool passwords. */
export function jobOf(row: StoredJob, counts: Partial<Record<Verdict, number>> = row.counts): Job {
  const { allow_untuned: _, rules: __, params, waves, ...job } = row;
  return { ...job, params: withoutPasswords(params), waves: [...waves], counts: { ...counts } };
}

/** A miner of a job as it is shown. */
export function jobItemOf(row: StoredJobItem): JobItem {
  const { id, wave, verdict, code, message, before, after, held_by, started_at, finished_at } = row;
  return { id, wave, verdict, code, message, before, after, held_by, started_at, finished_at };
}
