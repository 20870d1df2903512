import { callErrorMessage } from '../../api/call-error.ts';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { toastFailure } from '../../ui/toast.tsx';
import { jobsTexts } from './jobs-texts.ts';

/** Stops a job; resolves when each of its miners has its verdict. */
export function useStopJob(): (jobId: string) => Promise<void> {
  const { client } = usePowerHive();
  return async (job_id) => {
    try {
      await client.jobs.stop({ job_id });
    } catch (error) {
      toastFailure(jobsTexts.job.stopFailed, callErrorMessage(error));
    }
  };
}
