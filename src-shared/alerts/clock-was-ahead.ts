/** Corrections of a clock up to this, such as by hand, leave what was planned by it as it is. */
const MOST_CORRECTED_MS = 3_600_000;

/**
 * Whether something was recorded so far ahead of now (UNIX milliseconds) that the clock was wrong
 * then. Silence that was to end by that clock would last until the clock is there again: for years,
 * where it was years ahead.
 */
export function clockWasAhead(recordedAt: number, nowMs: number): boolean {
  return recordedAt - nowMs > MOST_CORRECTED_MS;
}
