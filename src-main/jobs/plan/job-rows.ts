import { mainReasons } from '../../../src-shared/actions/left-out.ts';
import type { Job, JobItem, LeftOut } from '../../../src-shared/model/index.ts';
import type { StoredJob, StoredJobItem } from '../../store/job-records.ts';
import { withoutPasswords } from './planner.ts';

/** A job as it is shown: without pool passwords. */
export function jobOf(
  row: StoredJob,
  now: Pick<StoredJob, 'counts' | 'left_out'> = row,
): Job & { left_out: LeftOut[] } {
  const { allow_untuned: _, rules: __, params, waves, ...job } = row;
  const [counts, left_out] = [{ ...now.counts }, mainReasons(now.left_out)];
  return { ...job, params: withoutPasswords(params), waves: [...waves], counts, left_out };
}

/** A miner of a job as it is shown. */
export function jobItemOf(row: StoredJobItem): JobItem {
  const { id, wave, verdict, code, message, before, after, held_by, started_at, finished_at } = row;
  return { id, wave, verdict, code, message, before, after, held_by, started_at, finished_at };
}
