import { formatDuration } from '../../../src-shared/format-duration.ts';
import { MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import type { Actor } from '../../../src-shared/model/index.ts';

/**
 * A job that could not start or continue for longer than this does not do so by itself: the
 * operator no longer expects it, and its preview is old.
 */
export const OLD_AFTER_MS = 10 * MINUTE_MS;

/** Why a job does not continue after a sleep of this computer, in words. */
export function sleptReason(sleptMs: number, by: Actor): string {
  const slept = `This computer was asleep for ${formatDuration(sleptMs / 1000)}, or its clock was set`;
  return isPerson(by)
    ? `${slept}. Miners may have changed since the preview: nothing more is sent until someone continues the job.`
    : `${slept}: nothing more was sent.`;
}

/** Whether a person started it, who can continue a job. */
export function isPerson({ via }: Actor): boolean {
  return via !== 'rule' && via !== 'power';
}
