/**
 * Miners that are due within this time are polled together, because each wake-up of the program
 * costs about as much as a poll. With ten thousand miners so many are always due that waiting would
 * only delay them.
 */
export const LONGEST_GROUP_WAIT_MS = 500;
const SHORTEST_GROUP_WAIT_MS = 20;
const GROUP = 32;
const LARGE_FARM = 1000;
const LONGEST_HEAD_START_MS = 3000;

/** The time until a group of miners is due, within bounds that are negligible at this interval. */
export function groupWaitMs(members: number, intervalMs: number): number {
  const fillsInMs = (GROUP * intervalMs) / Math.max(1, members);
  return Math.max(SHORTEST_GROUP_WAIT_MS, Math.min(LONGEST_GROUP_WAIT_MS, intervalMs / 30, fillsInMs));
}

/**
 * A large known farm is displayed before it is polled: both at once would make the operator wait.
 */
export function headStartMs(members: number): number {
  return Math.min(LONGEST_HEAD_START_MS, Math.max(0, members - LARGE_FARM));
}
