import { HOUR_MS } from '../../../src-shared/milliseconds.ts';

/** A message that could not be sent for this long is given up. */
export const GIVEN_UP_AFTER_MS = 72 * HOUR_MS;

const FIRST_RETRY_MS = 5000;
const LONGEST_RETRY_MS = 300_000;
/** How often a message is tried that its receiver rejects. */
export const MOST_REJECTIONS = 3;

/** How long a channel waits after failures in a row; at least as long as the receiver asked for. */
export function channelRetryMs(failures: number, retryAfterMs: number | null): number {
  const backoff = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(20, Math.max(0, failures - 1)));
  return Math.max(backoff, retryAfterMs ?? 0);
}
