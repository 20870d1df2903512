import type { StoredJobItem } from '../store/job-records.ts';
import type { Goal } from './goal.ts';
import type { Order } from './order.ts';
import type { Cost } from './start-budget.ts';

/** One miner of a running job. */
export interface LiveItem {
  row: StoredJobItem;
  readonly order: Order;
  /** In an undo: what the job left there, which must still be so. */
  readonly mustBe: Goal | null;
  /** What its first request takes of the start budget; null where it takes nothing. */
  readonly cost: Cost | null;
}
