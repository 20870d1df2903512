import type { JobItem, Verdict } from '../model/index.ts';

/**
 * Verdicts of miners that a job was to change and that are not as they should be. While the job goes
 * on, a stored setting may only wait for its restart.
 */
export const FAILED_VERDICTS = ['failed', 'refused', 'unknown', 'stored'] as const satisfies readonly Verdict[];

const FAILED: ReadonlySet<Verdict> = new Set(FAILED_VERDICTS);

/** Whether a miner that has ended in a job counts as failed. */
export function isFailed(verdict: Verdict): boolean {
  return FAILED.has(verdict);
}

/** What this computer was too busy to read, or to send. */
const NOT_TRIED: ReadonlySet<string | null> = new Set(['not_asked', 'not_sent']);

/** Whether a retry takes a miner of a job: it failed, or it was not tried because of this computer. */
export function isToRetry({ verdict, code }: Pick<JobItem, 'verdict' | 'code'>): boolean {
  return isFailed(verdict) || NOT_TRIED.has(code);
}
