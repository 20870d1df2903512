import type { Verdict } from '../model/index.ts';

/**
 * Verdicts of miners that a job was to change and that are not as they should be. While the job goes
 * on, a stored setting may only wait for its restart.
 */
export const FAILED_VERDICTS = ['failed', 'refused', 'unknown', 'stored'] as const satisfies readonly Verdict[];

const FAILED: ReadonlySet<Verdict> = new Set(FAILED_VERDICTS);

/** Whether a miner that has ended in a job counts as failed, and is tried again by a retry. */
export function isFailed(verdict: Verdict): boolean {
  return FAILED.has(verdict);
}
