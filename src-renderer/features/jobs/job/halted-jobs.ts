import { useLocalStorage } from '@mantine/hooks';
import { useEffect } from 'react';
import type { Job } from '../../../../src-shared/model/index.ts';
import { useLive } from '../../../api/use-powerhive.ts';

/** When a job halted by itself, in UNIX milliseconds; 0 if it did not. */
function haltedAt({ state, finished_at }: Pick<Job, 'state' | 'finished_at'>): number {
  return state === 'halted' ? (finished_at ?? 0) : 0;
}

/** The jobs that have halted while they were watched: those that were in another state before. */
export function newlyHalted<J extends Pick<Job, 'job_id' | 'state'>>(
  before: readonly Pick<Job, 'job_id' | 'state'>[],
  jobs: readonly J[],
): J[] {
  const states = new Map(before.map(({ job_id, state }) => [job_id, state]));
  return jobs.filter(({ job_id, state }) => state === 'halted' && (states.get(job_id) ?? 'halted') !== 'halted');
}

/**
 * How many jobs have halted by themselves and were not looked at in this browser: most of their
 * miners are as before, which nothing else shows. `isLooking`: whether the jobs are on the screen.
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
