import { hasTrait } from '../../../src-shared/actions/action-traits.ts';
import { isFailed } from '../../../src-shared/actions/failed-verdicts.ts';
import type { Verdict } from '../../../src-shared/model/index.ts';
import type { StoredJobItem } from '../../store/job-records.ts';
import type { Order } from '../goal/order.ts';
import type { Cost } from '../plan/start-cost.ts';
import type { LeftState } from '../plan/undo.ts';
import { lastSent } from './run-env.ts';

/** One miner of a running job. */
export interface LiveItem {
  row: StoredJobItem;
  readonly order: Order;
  /** In an undo: what the job left, which must still be the case. */
  readonly mustBe: LeftState | null;
  /** What its first request takes of the start limit; null for nothing. */
  readonly cost: Cost | null;
}

export function isPlanned({ row }: LiveItem): boolean {
  return row.verdict === 'planned';
}

/** An earlier run has sent something to it, and it has no final verdict. */
export function isUnderWay({ row }: LiveItem): boolean {
  return row.finished_at === null && lastSent(row) !== null;
}

/** Whether this job may still send to it: its first request, or the restart for a setting. */
export function mayBeSentMore(item: LiveItem): boolean {
  const { row, order } = item;
  if (isPlanned(item)) return true;
  const isOpen = row.finished_at === null && (row.verdict === 'running' || row.verdict === 'stored');
  return isOpen && hasTrait(order.action, 'may_restart') && lastSent(row)?.request !== 'restart';
}

/** Whether the change is in force. */
export function isInForce({ row }: LiveItem): boolean {
  return row.verdict === 'in_force' || row.verdict === 'proven';
}

/** That the operator removed a miner says nothing about the change. */
export function hasFailed({ row }: LiveItem): boolean {
  return row.finished_at !== null && isFailed(row.verdict) && row.code !== 'removed';
}

/** The verdict of a miner whose run failed with an error. */
export function brokenVerdict(row: StoredJobItem): Verdict {
  if (row.verdict === 'in_force') return 'in_force';
  const last = row.sent.findLast(({ answer }) => answer !== 'not_sent');
  if (last === undefined) return 'cancelled';
  // It was read as stored, and the restart was not sent.
  return row.verdict === 'stored' && last.request !== 'restart' ? 'stored' : 'unknown';
}
