import { useLocalStorage } from '@mantine/hooks';
import { useEffect } from 'react';
import { didNothing, leftOutUndone } from '../../../../src-shared/actions/left-out.ts';
import type { Job } from '../../../../src-shared/model/index.ts';
import { useLive } from '../../../api/use-powerhive.ts';

type Ended = Pick<Job, 'state' | 'counts' | 'left_out' | 'finished_at'>;

/**
 * When a job ended with most of its miners as before: it halted by itself, or left them all out. In
 * UNIX milliseconds; 0 if it did not.
 */
function haltedAt(job: Ended): number {
  const isVain = didNothing(job) && leftOutUndone(job);
  return job.state === 'halted' || isVain ? (job.finished_at ?? 0) : 0;
}

/**
 * The jobs that have ended while they were watched and are to be reported: those that halted, and
 * those that left out miners which are not as ordered, unless that is reported otherwise: by the
 * problem of the rule, and by the pause.
 */
export function newlyHalted<J extends Pick<Job, 'job_id' | 'actor' | 'resume_of' | 'created_at'> & Ended>(
  before: readonly Pick<Job, 'job_id' | 'created_at' | 'finished_at'>[],
  jobs: readonly J[],
): J[] {
  const known = new Map(before.map(({ job_id, finished_at }) => [job_id, finished_at]));
  const latestAt = Math.max(0, ...before.map(({ created_at }) => created_at));
  return jobs.filter((job) => {
    if (job.finished_at === null) return false;
    const wasAt = known.get(job.job_id);
    // One that sends nothing may end before it was seen. An older one was dropped, and is seen again.
    if (wasAt === undefined ? job.created_at < latestAt : wasAt !== null) return false;
    const isOfPerson = job.actor.via !== 'rule' && job.resume_of == null;
    return job.state === 'halted' || (isOfPerson && leftOutUndone(job));
  });
}

/**
 * How many jobs have halted by themselves or left out all of their miners, and were not looked at in
 * this browser: most of their miners are as before, which nothing else shows. `isLooking`: whether
 * the jobs are on the screen.
 */
export function useHaltedJobs(isLooking: boolean): number {
  const jobs = useLive((view) => view.jobs);
  const [seenAt, setSeenAt] = useLocalStorage({ key: 'powerhive.halted-jobs-seen-at', defaultValue: 0 });
  const latestAt = jobs.reduce((at, job) => Math.max(at, haltedAt(job)), 0);
  useEffect(() => {
    if (isLooking && latestAt > seenAt) setSeenAt(latestAt);
  }, [isLooking, latestAt, seenAt, setSeenAt]);
  return isLooking ? 0 : jobs.filter((job) => haltedAt(job) > seenAt).length;
}
