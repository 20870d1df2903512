import type { HistoryGap } from '../../src-shared/model/index.ts';

/** Intervals without a reading that are a gap: one late or failed reading is none. */
const MISSED_INTERVALS = 2;

/** Where and how finely readings could be expected. */
export interface ExpectedReadings {
  /** From when on: nothing is missing before a miner was known. */
  readonly fromAt: number;
  readonly toAt: number;
  readonly slotMs: number;
  /** How often something is read. */
  readonly intervalMs: number;
}

/**
 * Spans without any point, for points in ascending order that begin at `at` and are a slot wide.
 * Slots that are finer than the reading interval are empty by nature: those are gaps only together.
 */
export function findGaps(
  points: readonly { readonly at: number; readonly widthMs?: number }[],
  expected: ExpectedReadings,
): HistoryGap[] {
  const { fromAt, toAt, slotMs, intervalMs } = expected;
  const missedMs = MISSED_INTERVALS * intervalMs;
  const leastMs = slotMs >= missedMs ? 1 : missedMs;
  const gaps: HistoryGap[] = [];
  let coveredTo = fromAt;
  const missing = (until: number, leastHereMs: number): void => {
    if (until - coveredTo >= leastHereMs) gaps.push({ from_at: coveredTo, to_at: until });
  };
  for (const [index, { at, widthMs = slotMs }] of points.entries()) {
    missing(at, index === 0 ? missedMs : leastMs);
    coveredTo = Math.max(coveredTo, at + widthMs);
  }
  // The span cuts its first and its last slot: of those nothing can be said before a reading was
  // due in what is left of them.
  missing(toAt, missedMs);
  return gaps;
}
