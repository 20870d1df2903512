const LONGEST_MS = 300_000;
const JITTER = 0.2;

/**
 * How long to leave a miner alone after so many failures in a row: doubling from the interval, after
 * the first of them, up to five minutes, give or take a fifth.
 */
export function backoffMs(failures: number, intervalMs: number, random: () => number): number {
  const plainMs = Math.min(intervalMs * 2 ** Math.min(failures - 1, 20), Math.max(LONGEST_MS, intervalMs));
  return plainMs * (1 - JITTER + 2 * JITTER * random());
}
