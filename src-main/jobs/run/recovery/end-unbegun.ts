import type { Actor, Job } from '../../../../src-shared/model/index.ts';
import type { StoredJob } from '../../../store/job-records.ts';
import type { JobStore } from '../../job-dependencies.ts';
import { jobOf } from '../../plan/job-rows.ts';
import { END_WORDS } from '../../words/end-words.ts';
import { JOB_WORDS } from '../../words/job-words.ts';
import { jobAbout } from '../record/event-data.ts';
import { OLD_AFTER_MS } from './old-preview.ts';

/** Why a job ended early, and who stopped it: the actor of the event of its end. */
export interface Stopped {
  readonly reason: string;
  /** Null if nobody did: then that is who started it. */
  readonly by: Actor | null;
}

/** Why a scheduled job does not start any more; null if it does. */
export function missedStartReason({ start_at }: Pick<StoredJob, 'start_at'>, nowMs: number): string | null {
  return nowMs - (start_at ?? nowMs) > OLD_AFTER_MS ? JOB_WORDS.missedStart : null;
}

/** Ends a scheduled job of which nothing was sent. Null if there is none, or it has begun. */
export async function endUnbegun(
  store: JobStore,
  jobId: string,
  state: 'stopped' | 'halted',
  { reason, by }: Stopped,
  now: number,
): Promise<Job | null> {
  const found = await store.job(jobId);
  if (found === null || found.job.state !== 'scheduled') return null;
  const rest = found.items.filter(({ verdict }) => verdict === 'planned');
  const left = { verdict: 'cancelled', message: END_WORDS.notSent, finished_at: now } as const;
  if (rest.length > 0)
    await store.updateJobItems(
      jobId,
      rest.map((item) => ({ ...item, ...left })),
    );
  const { planned: _, ...counts } = { ...found.job.counts, ...(rest.length > 0 && { cancelled: rest.length }) };
  const ended: StoredJob = { ...found.job, state, reason, finished_at: now, counts };
  const job = jobOf(ended);
  const data = { ...jobAbout(job), undo_of: ended.undo_of, state, reason, counts, left_out: job.left_out };
  const actor = by ?? ended.actor;
  await store.updateJob(ended, { event: 'job_ended', actor, data });
  return job;
}
