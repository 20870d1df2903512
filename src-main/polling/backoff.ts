const LONGEST_MS = 300_000;
const JITTER = 0.2;

/**
 * The pause after so many failures in a row: it starts with the interval and doubles, up to five
 * minutes or the interval if that is longer, plus or minus a fifth.
 */
export function backoffMs(failures: number, intervalMs: number, random: () => number): number {
  const plainMs = Math.min(intervalMs * 2 ** Math.min(failures - 1, 20), Math.max(LONGEST_MS, intervalMs));
  return plainMs * (1 - JITTER + 2 * JITTER * random());
}
