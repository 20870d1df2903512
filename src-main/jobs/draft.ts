import type { NewJob } from '../../src-shared/model/index.ts';
import type { StoredJob, StoredJobItem } from '../store/job-records.ts';
import { type Order, orderOf } from './order.ts';
import { type PlanContext, type PlannedItem, planItems, type SkippedItem } from './planner.ts';
import { type UndoItem, undoActionOf, undoItems } from './undo.ts';

/** What is to be started: a plan with its parts, and what the job will be called for. */
export interface Draft {
  readonly action: NewJob['action'];
  readonly params: NewJob['params'];
  readonly allow_untuned: boolean;
  readonly query: string | null;
  readonly undo_of: string | null;
  readonly planned: readonly PlannedItem[];
  readonly skipped: readonly SkippedItem[];
  readonly mustBe: ReadonlyMap<string, Extract<UndoItem, { ok: true }>>;
}

/** What an order means for these miners, each of them once. */
export function draftOf(
  { action, params, allow_untuned, query }: Omit<NewJob, 'ids' | 'confirm_count'>,
  ids: readonly string[],
  context: PlanContext,
): Draft {
  const order = orderOf(action, params);
  const orders = [...new Set(ids)].map((id) => [id, order] as const);
  const items = planItems(orders, context);
  return { action, params, allow_untuned, query: query ?? null, undo_of: null, ...items, mustBe: new Map() };
}

/** What it takes to undo a job; a text says why it cannot be undone. */
export function undoDraftOf(job: StoredJob, items: readonly StoredJobItem[], context: PlanContext): Draft | string {
  if (job.finished_at === null) return 'It still goes on. Stop it first.';
  const action = undoActionOf(job.action);
  if (action === null) return `A ${job.action} cannot be undone.`;
  const undo = undoItems(job, items);
  const back = undo.filter((item) => item.ok);
  const orders = back.map(({ id, order }): readonly [string, Order] => [id, order]);
  const plan = planItems(orders, context);
  const unknown = undo.flatMap((item) =>
    item.ok ? [] : [{ id: item.id, code: 'changed_meanwhile' as const, reason: item.reason }],
  );
  return {
    action,
    params: {},
    allow_untuned: true,
    query: null,
    undo_of: job.job_id,
    planned: plan.planned,
    skipped: [...plan.skipped, ...unknown],
    mustBe: new Map(back.map((item) => [item.id, item])),
  };
}
