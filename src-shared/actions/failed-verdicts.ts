import type { JobItem, Verdict } from '../model/index.ts';

/**
 * Verdicts of miners that a job was to change and that are not as ordered. In a running job,
 * `stored` may only wait for its restart.
 */
export const FAILED_VERDICTS = ['failed', 'refused', 'unknown', 'stored'] as const satisfies readonly Verdict[];

const FAILED: ReadonlySet<Verdict> = new Set(FAILED_VERDICTS);

/** Whether a miner that has ended in a job counts as failed. */
export function isFailed(verdict: Verdict): boolean {
  return FAILED.has(verdict);
}

/** Codes of miners that this computer was too busy to read or to send to. */
const NOT_TRIED: ReadonlySet<string | null> = new Set(['not_asked', 'not_sent']);

/**
 * Whether a retry takes a miner of a job: it failed, or it was not tried because of this computer.
 */
export function isToRetry({ verdict, code }: Pick<JobItem, 'verdict' | 'code'>): boolean {
  return isFailed(verdict) || NOT_TRIED.has(code);
}

/**
 * Whether a job ended before the turn of a miner: it was stopped or cancelled, it halted, or
 * PowerHive ended.
 */
export function isNotSent(item: Pick<JobItem, 'verdict' | 'code'>): boolean {
  return item.verdict === 'cancelled' && !isToRetry(item);
}
