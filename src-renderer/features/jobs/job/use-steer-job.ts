import { callErrorMessage } from '../../../api/call-error.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { toastFailure } from '../../../ui/feedback/toast.tsx';
import { jobsTexts } from '../jobs-texts.ts';

const FAILED = {
  stop: jobsTexts.job.stopFailed,
  pause: jobsTexts.job.pauseFailed,
  continue: jobsTexts.job.continueFailed,
} as const;

/** Stops, pauses or continues a job. Resolves after the response; a failure is shown as a toast. */
export function useSteerJob(): (what: keyof typeof FAILED, jobId: string) => Promise<void> {
  const { client } = usePowerHive();
  return async (what, job_id) => {
    try {
      await client.jobs[what]({ job_id });
    } catch (error) {
      toastFailure(FAILED[what], callErrorMessage(error));
    }
  };
}
