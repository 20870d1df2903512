/** A smaller difference cannot be distinguished from a slow response, and shows nothing wrong. */
const LEAST_MS = 2000;

/**
 * How far another clock is ahead of this one, of which a request that was sent and answered at these
 * times of this one brought the time. 0 where that is no more than what the request leaves open: it
 * may have been read at either end.
 */
export function clockAhead(otherAtMs: number, sentAtMs: number, receivedAtMs: number): number {
  const doubtMs = Math.max(LEAST_MS, (receivedAtMs - sentAtMs) / 2);
  const aheadMs = otherAtMs - (sentAtMs + receivedAtMs) / 2;
  return Math.abs(aheadMs) <= doubtMs ? 0 : Math.round(aheadMs);
}
