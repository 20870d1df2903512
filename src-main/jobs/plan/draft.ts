import { isNotSent, isToRetry } from '../../../src-shared/actions/failed-verdicts.ts';
import type {
  JobParams,
  JobRules,
  NewJob,
  NewRetry,
  PauseEnd,
  PlanConfirmation,
} from '../../../src-shared/model/index.ts';
import type { StoredJob, StoredJobItem } from '../../store/job-records.ts';
import type { Goal } from '../goal/goal.ts';
import { type Order, orderOf } from '../goal/order.ts';
import { keepsWorker } from '../goal/pool-addresses.ts';
import { JOB_WORDS } from '../words/job-words.ts';
import { type PlanContext, type PlannedItem, planItems, type SkippedItem } from './planner.ts';
import { rulesOf } from './split-into-waves.ts';
import { expectedAgain, type UndoItem, undoActionOf, undoItems } from './undo.ts';

type UndoOf = Extract<UndoItem, { ok: true }>;

/** What is to be started: a plan with its parts, and the origin of the job. */
export interface Draft {
  readonly action: NewJob['action'];
  readonly params: NewJob['params'];
  readonly allow_untuned: boolean;
  readonly query: string | null;
  readonly undo_of: string | null;
  /** The end of the pause; null if it has none. */
  readonly pause_end: PauseEnd | null;
  /** The pause whose end this is. */
  readonly resume_of: string | null;
  /** The job whose failed or unsent miners this one tries. */
  readonly retry_of: string | null;
  readonly retries: number;
  readonly planned: readonly PlannedItem[];
  readonly skipped: readonly SkippedItem[];
  readonly rules: JobRules;
  readonly start_at: number | null;
  readonly spread_minutes: number | null;
  readonly mustBe: ReadonlyMap<string, UndoOf>;
  /** Miners whose order differs from that of the job. */
  readonly ownOrders: ReadonlySet<string>;
}

/** An order without its miners. The end of a pause is a moment here. */
export type PlannedOrder = Omit<NewJob, 'ids' | 'resume_after_minutes' | keyof PlanConfirmation>;

/** The plan of an order for these miners, without duplicates. `ordersOf`: their own orders. */
export function draftOf(
  given: PlannedOrder,
  ids: readonly string[],
  context: PlanContext,
  ordersOf: ReadonlyMap<string, Order> = new Map(),
): Draft {
  const { action, params, allow_untuned, query, rules, start_at, spread_minutes, resume_at } = given;
  const order = orderOf(action, params);
  const orders = [...new Set(ids)].map((id) => [id, ordersOf.get(id) ?? order] as const);
  return {
    action,
    params,
    allow_untuned,
    query: query ?? null,
    undo_of: null,
    pause_end: resume_at === undefined ? null : { at: resume_at, state: 'waiting', reason: null, job_id: null },
    resume_of: null,
    retry_of: null,
    retries: 0,
    ...planItems(orders, context),
    rules: rulesOf(context.rules, rules),
    start_at: start_at ?? null,
    spread_minutes: spread_minutes ?? null,
    mustBe: new Map(),
    ownOrders: new Set(ordersOf.keys()),
  };
}

/**
 * A retry for the miners that failed, or for those that were not sent, with the rules and the pace
 * of the job. A text is the reason why there is none.
 */
export function retryDraftOf(
  job: StoredJob,
  items: readonly StoredJobItem[],
  context: PlanContext,
  { of, nowMs }: { readonly of: NewRetry['of']; readonly nowMs: number },
): Draft | string {
  if (job.finished_at === null) return JOB_WORDS.goesOn;
  const { action, params, allow_untuned, retries, rules, spread_minutes } = job;
  const isAgain = of === 'failed';
  const again = items.filter(isAgain ? isToRetry : isNotSent);
  if (again.length === 0) return isAgain ? JOB_WORDS.noneFailed : JOB_WORDS.noneNotSent;
  const how = { rules: rules ?? undefined, spread_minutes: spread_minutes ?? undefined };
  const ids = again.map(({ id }) => id);
  const own = new Map(again.flatMap((item) => ownOrder(item, params)));
  const draft = draftOf({ action, params, allow_untuned, ...how, ...sameEnd(job, nowMs) }, ids, context, own);
  return { ...draft, retry_of: job.job_id, retries: isAgain ? retries + 1 : retries };
}

/** What is paused late is resumed with the others, or when they were to be where none was paused. */
function sameEnd({ pause_end }: StoredJob, nowMs: number): Pick<PlannedOrder, 'resume_at'> {
  const isOpen = pause_end?.state === 'waiting';
  const isStillToCome = pause_end?.reason === JOB_WORDS.nothingPaused && pause_end.at > nowMs;
  return pause_end != null && (isOpen || isStillToCome) ? { resume_at: pause_end.at } : {};
}

/**
 * The order of an item in a retry, if it is not that of the job. What depends on what the miner has
 * is done only once: one that may have taken a step gets its target preset, so that it goes no
 * further, and one that may have new worker names made of its old ones gets these.
 */
function ownOrder({ id, own, goal, sent }: StoredJobItem, { steps, pools = [] }: JobParams): [string, Order][] {
  if (own !== null) return [[id, own as Order]];
  const known = goal as Goal | null;
  if (sent.length === 0 || known === null) return [];
  if (steps !== undefined && known.kind === 'preset') {
    return [[id, { action: 'preset', by: { preset: known.preset } }]];
  }
  const isOfOldNames = known.kind === 'pools' && pools.some(({ user }) => keepsWorker(user));
  return isOfOldNames && known.slots !== null ? [[id, { action: 'pools', slots: known.slots }]] : [];
}

function asBeforeJob(item: PlannedItem, undo: UndoOf | undefined): PlannedItem {
  if (undo === undefined) return item;
  const { mustBe, was } = undo;
  const { before, judged } = item;
  return {
    ...item,
    judged: { ...judged, expect: expectedAgain(before, judged.expect, was) },
    ...(mustBe.goal.kind === 'preset' && { undoPreset: { set: mustBe.goal.preset, ran: was.preset } }),
  };
}

/** The undo of a job; a text is the reason why it cannot be undone. */
export function undoDraftOf(job: StoredJob, items: readonly StoredJobItem[], context: PlanContext): Draft | string {
  if (job.finished_at === null) return JOB_WORDS.goesOn;
  const action = undoActionOf(job.action);
  if (action === null) return JOB_WORDS.cannotBeUndone(job.action);
  const undo = undoItems(job, items, (id, pool) => context.miner(id)?.isForeignPool?.(pool) ?? false);
  const back = undo.filter((item) => item.ok);
  const orders = back.map(({ id, order }): readonly [string, Order] => [id, order]);
  const plan = planItems(orders, context);
  const mustBe = new Map(back.map((item) => [item.id, item]));
  const unknown = undo.flatMap((item) =>
    item.ok ? [] : [{ id: item.id, code: 'changed_meanwhile' as const, reason: item.reason }],
  );
  return {
    action,
    params: {},
    allow_untuned: true,
    query: null,
    undo_of: job.job_id,
    pause_end: null,
    resume_of: null,
    retry_of: null,
    retries: 0,
    planned: plan.planned.map((item) => asBeforeJob(item, mustBe.get(item.miner.id))),
    skipped: [...plan.skipped, ...unknown],
    rules: rulesOf(context.rules),
    start_at: null,
    spread_minutes: null,
    mustBe,
    ownOrders: new Set(back.map(({ id }) => id)),
  };
}
