import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src-shared/milliseconds.ts';
import type { HistoryTier, Settings } from '../../src-shared/model/index.ts';
import { planSlotMs } from './slots.ts';
import { FIVE_MINUTES_MS } from './tiers.ts';

/** The requested history, from `fromAt` to before `toAt`. */
export interface HistorySpan {
  readonly fromAt: number;
  readonly toAt: number;
  readonly maxPoints: number;
}

/** How it is read: points of `slotMs`, aligned to multiples of it, from one tier. */
export interface HistoryPlan {
  readonly fromAt: number;
  readonly toAt: number;
  readonly slotMs: number;
  readonly tier: HistoryTier;
}

/** How the history of many miners is read. */
export interface GroupPlan extends HistoryPlan {
  /** Until when every polled miner has been read; absent if that is the whole span. */
  readonly completeUntilAt?: number;
  /** Whether the sums by minute are used where no miner's memory is in the sums of the tier. */
  readonly withMinutes?: boolean;
  /** Within this time each polled miner is read; absent for the one of the default intervals. */
  readonly readAllMs?: number;
}

/** Of the default interval of readings. */
export const READ_ALL_MS = 30_000;

/** The width of the sums over many miners: there are none of single readings or of days. */
export const SUM_WIDTHS_MS = {
  raw: MINUTE_MS,
  '1min': MINUTE_MS,
  '5min': FIVE_MINUTES_MS,
  '1h': HOUR_MS,
  '1d': HOUR_MS,
} as const satisfies Readonly<Record<HistoryTier, number>>;

interface Candidate {
  readonly tier: HistoryTier;
  /** The width of its slots; 0 for single readings. */
  readonly slotMs: number;
  readonly keptDays: number;
}

type Retention = Settings['retention'];

/** The history of one miner or board. */
export function planStatusHistory(span: HistorySpan, retention: Retention, nowAt: number): HistoryPlan {
  return plan(span, nowAt, [
    { tier: 'raw', slotMs: 0, keptDays: retention.status_days },
    { tier: '5min', slotMs: FIVE_MINUTES_MS, keptDays: retention.status_5min_days },
    { tier: '1h', slotMs: HOUR_MS, keptDays: retention.status_1h_days },
  ]);
}

/** The history of one chip. */
export function planChipHistory(span: HistorySpan, retention: Retention, nowAt: number): HistoryPlan {
  return plan(span, nowAt, [
    { tier: 'raw', slotMs: 0, keptDays: retention.chip_days },
    { tier: '1h', slotMs: HOUR_MS, keptDays: retention.chip_1h_days },
    { tier: '1d', slotMs: DAY_MS, keptDays: retention.chip_1d_days },
  ]);
}

/**
 * Within this many intervals every miner has been read at least once, even if one poll was late or
 * failed.
 */
const INTERVALS_TO_READ_ALL = 2;

/**
 * The history of many miners, each of which is read every `intervalMs`, at different times. A sum
 * contains the miners that were read within its slot, so that a slot must be wide enough for all:
 * there are no sums below a minute. No slot is narrower than `leastMs`.
 */
export function planGroupHistory(
  span: HistorySpan,
  retention: Retention,
  nowAt: number,
  intervalMs: number,
  leastMs = 0,
): GroupPlan {
  const { status_days, status_5min_days, status_1h_days } = retention;
  const keptDays = { '1min': status_days, '5min': status_5min_days, '1h': status_1h_days };
  const wideEnough = sumWidths(intervalMs, leastMs).map((width) => ({ ...width, keptDays: keptDays[width.tier] }));
  const readAllMs = INTERVALS_TO_READ_ALL * intervalMs;
  return { ...fineSums(span, nowAt, wideEnough), completeUntilAt: nowAt - readAllMs, readAllMs };
}

/** The widths of sums over miners that are read every `intervalMs`, narrowest first. */
export function sumWidths(intervalMs: number, leastMs = 0) {
  const widest = { tier: '1h', slotMs: HOUR_MS } as const;
  const narrower = [
    { tier: '1min', slotMs: MINUTE_MS },
    { tier: '5min', slotMs: FIVE_MINUTES_MS },
  ] as const;
  const least = Math.max(INTERVALS_TO_READ_ALL * intervalMs, leastMs);
  return [...narrower.filter(({ slotMs }) => slotMs >= least), widest] as const;
}

/** With more sums than this, a chart would wait for them. */
const MOST_SUMS = 9000;

/**
 * Like `plan`, but of the finest tier that is quick to read: a wide sum counts a miner that was read
 * once in it, so that an outage of minutes would not be seen in it.
 */
function fineSums(span: HistorySpan, nowAt: number, candidates: readonly Candidate[]): HistoryPlan {
  const planned = plan(span, nowAt, candidates);
  const finest = candidates.find(
    ({ slotMs, keptDays }) =>
      span.fromAt >= nowAt - keptDays * DAY_MS && (span.toAt - span.fromAt) / slotMs <= MOST_SUMS,
  );
  if (finest === undefined || finest.slotMs > planned.slotMs) return planned;
  return { ...planned, tier: finest.tier };
}

/**
 * Selects the coarsest tier that is fine enough and reaches back to the start; if there is none,
 * the finest that reaches back; else the one that reaches back farthest. Candidates are ordered
 * from fine to coarse.
 */
function plan({ fromAt, toAt, maxPoints }: HistorySpan, nowAt: number, candidates: readonly Candidate[]): HistoryPlan {
  const slotMs = planSlotMs(fromAt, toAt, maxPoints);
  const reaching = candidates.filter(({ keptDays }) => fromAt >= nowAt - keptDays * DAY_MS);
  const farthest = candidates.reduce((far, one) => (one.keptDays >= far.keptDays ? one : far));
  const chosen = reaching.findLast((one) => one.slotMs <= slotMs) ?? reaching[0] ?? farthest;
  return { fromAt, toAt, slotMs: Math.max(slotMs, chosen.slotMs), tier: chosen.tier };
}
