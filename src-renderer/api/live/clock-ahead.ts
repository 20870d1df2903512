/** A smaller difference may be the delay of a slow response, not a wrong clock. */
const LEAST_MS = 2000;

/**
 * Returns by how many milliseconds another clock is ahead of this one. A request that was sent and
 * answered at the given times of this clock returned `otherAtMs`. 0 if the difference is within the
 * uncertainty: the other clock may have been read at any time during the request.
 */
export function clockAhead(otherAtMs: number, sentAtMs: number, receivedAtMs: number): number {
  const doubtMs = Math.max(LEAST_MS, (receivedAtMs - sentAtMs) / 2);
  const aheadMs = otherAtMs - (sentAtMs + receivedAtMs) / 2;
  return Math.abs(aheadMs) <= doubtMs ? 0 : Math.round(aheadMs);
}
