import type { HistoryGap } from '../../src-shared/model/index.ts';

/** How many intervals without a reading are a gap: a single late or failed reading is none. */
const MISSED_INTERVALS = 2;

/** Where readings were expected, and how often. */
export interface ExpectedReadings {
  /** The start: before a miner was known, nothing is missing. */
  readonly fromAt: number;
  readonly toAt: number;
  readonly slotMs: number;
  /** The interval of readings. */
  readonly intervalMs: number;
}

/**
 * Spans without any point. Points are in ascending order, begin at `at` and are a slot wide. Slots
 * narrower than the reading interval are often empty: only several of them are a gap.
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
  // The first and the last slot are cut off by the span: nothing is missing before a reading was
  // due in the rest of them.
  missing(toAt, missedMs);
  return gaps;
}
