import type { HistoryTier } from '../../src-shared/model/index.ts';
import { planSlotMs } from './slots.ts';

const MINUTE_MS = 60_000;

/** What is asked for, from `fromAt` until before `toAt`. */
export interface HistorySpan {
  readonly fromAt: number;
  readonly toAt: number;
  readonly maxPoints: number;
}

/** How it is answered: points of `slotMs`, aligned to multiples of it, out of one tier. */
export interface HistoryPlan {
  readonly fromAt: number;
  readonly toAt: number;
  readonly slotMs: number;
  readonly tier: HistoryTier;
}

/** The history of one miner, board or chip. */
export function planHistory({ fromAt, toAt, maxPoints }: HistorySpan): HistoryPlan {
  return { fromAt, toAt, slotMs: planSlotMs(fromAt, toAt, maxPoints), tier: 'raw' };
}

/** The history of many miners, whose readings come at moments of their own: below a minute there is nothing to add up. */
export function planGroupHistory(span: HistorySpan): HistoryPlan {
  const plan = planHistory(span);
  return { ...plan, slotMs: Math.max(MINUTE_MS, plan.slotMs) };
}
