import { MINUTE_MS } from '../../../../src-shared/milliseconds.ts';
import type { Actor } from '../../../../src-shared/model/index.ts';

/**
 * A job that could not start or continue for longer than this does not do so by itself: the
 * operator no longer expects it, and its preview is old.
 */
export const OLD_AFTER_MS = 10 * MINUTE_MS;

/** Whether a person started it, who can continue a job. */
export function isPerson({ via }: Actor): boolean {
  return via !== 'rule' && via !== 'power';
}
