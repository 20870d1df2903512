import { DAY_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import type { Job, JobOrder, JobPlan, PlanConfirmation } from '../../../src-shared/model/index.ts';
import { countText } from '../../../src-shared/text/count-text.ts';
import type { By } from '../../api/call-context.ts';
import type { Operations, Result } from '../../api/operation-types.ts';
import { refuse, refuseInput, refuseNow } from '../../api/refuse.ts';
import { unknownPlaceholders } from '../../jobs/goal/pool-addresses.ts';
import type { PlannedOrder } from '../../jobs/plan/draft.ts';
import type { OperationsParts } from './operations-parts.ts';
import { queriedMiners } from './queried-miners.ts';

const OFF = refuseNow(
  'Acting is off: PowerHive changes no miner. Switch it on in the settings ("actions": {"enabled": true}).',
);

/** The limit for scheduling a job or the end of a pause ahead: the operator would forget a later one. */
const MOST_AHEAD_MS = 30 * DAY_MS;
/** Up to this time in the past counts as now, because clocks differ and requests take time. */
const MOST_BEHIND_MS = 60_000;

export function createJobOperations(parts: OperationsParts) {
  const { jobs, clock } = parts;
  const noJob = (id: string) => refuse({ code: 'NOT_FOUND', message: `There is no job ${id}.`, data: { id } });

  /** The miners of an order, or its refusal if it is not valid. */
  const wanted = (
    order: Pick<JobOrder, 'ids' | 'query' | 'params'>,
  ): Result<readonly string[], 'UNPROCESSABLE_CONTENT'> => {
    for (const [index, { user }] of (order.params.pools ?? []).entries()) {
      const [unknown] = unknownPlaceholders(user);
      if (unknown !== undefined) {
        return refuseInput(
          `params.pools[${index}].user`,
          `{${unknown}} stands for nothing: use {name}, {mac}, {ip}, {hostname} or {tag.x}.`,
        );
      }
    }
    // The plan skips miners that were removed meanwhile, but not the others.
    if (order.ids !== undefined) return { ok: true, value: order.ids };
    return queriedMiners(order.query ?? '', parts);
  };

  /** The refusal of an invalid start time; null if it is valid. */
  const wrongStart = ({ start_at }: Pick<JobOrder, 'start_at'>) => {
    if (start_at === undefined) return null;
    if (start_at - clock.nowMs() > MOST_AHEAD_MS) {
      return refuseInput('start_at', 'a job can be scheduled for the next 30 days.');
    }
    if (clock.nowMs() - start_at <= MOST_BEHIND_MS) return null;
    return refuseInput('start_at', 'this time is in the past. Choose a later one.');
  };

  /** When a pause ends that begins at `startAt`; undefined if it does not. Also its refusal. */
  const endOf = (order: Pick<JobOrder, 'resume_at' | 'resume_after_minutes'>, startAt: number) => {
    const { resume_at, resume_after_minutes: minutes } = order;
    const at = minutes === undefined ? resume_at : startAt + minutes * MINUTE_MS;
    if (at === undefined) return { ok: true, value: undefined } as const;
    if (at <= startAt) return refuseInput('resume_at', 'this is not after the pause begins. Choose a later time.');
    if (at - clock.nowMs() > MOST_AHEAD_MS) {
      return refuseInput('resume_at', 'a pause can end within the next 30 days.');
    }
    return { ok: true, value: at } as const;
  };

  /** An order as it is planned, with its miners; or its refusal if it is not valid. */
  const checked = (
    order: JobOrder,
  ): Result<{ order: PlannedOrder; ids: readonly string[] }, 'UNPROCESSABLE_CONTENT'> => {
    const end = endOf(order, Math.max(order.start_at ?? 0, clock.nowMs()));
    const ids = wrongStart(order) ?? (end.ok ? wanted(order) : end);
    if (!ids.ok) return ids;
    const { resume_at: _, resume_after_minutes: __, ...rest } = order;
    return { ok: true, value: { order: { ...rest, ...(end.ok && { resume_at: end.value }) }, ids: ids.value } };
  };

  /** Plans an undo or a retry of an earlier job; with the right count it starts the job. */
  const planOrRun = async (
    job_id: string,
    prepared: Awaited<ReturnType<typeof jobs.plans.prepareUndo>>,
    confirmation: PlanConfirmation,
    actor: By['actor'],
  ): Promise<Result<JobPlan | { job: Job }, 'NOT_FOUND' | 'CONFLICT' | 'UNPROCESSABLE_CONTENT'>> => {
    if (prepared === null) return noJob(job_id);
    if (typeof prepared === 'string') return refuseNow(prepared);
    const { plan, run } = prepared;
    if (confirmation.confirm_count == null) return { ok: true, value: plan };
    if (!jobs.isOn()) return OFF;
    const wrong = unconfirmed(plan, confirmation);
    if (wrong !== null) return wrong;
    const job = await run(actor);
    return job === null ? refuseNow('No miner is left to change: plan it again.') : { ok: true, value: { job } };
  };

  return {
    plan(given) {
      const order = checked(given);
      return order.ok ? { ok: true, value: jobs.plans.prepare(order.value.order, order.value.ids).plan } : order;
    },
    pools(choice) {
      const ids = wanted({ ...choice, params: {} });
      return ids.ok ? { ok: true, value: jobs.plans.poolsOf(ids.value) } : ids;
    },
    presets(choice) {
      const ids = wanted({ ...choice, params: {} });
      return ids.ok ? { ok: true, value: jobs.plans.presetsOf(ids.value) } : ids;
    },
    async start(order, { actor }: By) {
      if (!jobs.isOn()) return OFF;
      const valid = checked(order);
      if (!valid.ok) return valid;
      const { plan, run } = jobs.plans.prepare(valid.value.order, valid.value.ids);
      if (plan.planned.length === 0) {
        const [first] = plan.skipped;
        const why = first === undefined ? 'no miner matches' : `all are skipped (the first one: ${first.reason})`;
        return refuseInput(order.ids === undefined ? 'query' : 'ids', `there is nothing to do: ${why}.`);
      }
      const wrong = unconfirmed(plan, order);
      if (wrong !== null) return wrong;
      const job = await run(actor);
      return job === null ? refuseNow('There is nothing to do any more: plan it again.') : { ok: true, value: { job } };
    },
    list: ({ limit, before } = { limit: 50 }) => jobs.list(limit, before),
    async get({ job_id }) {
      const job = await jobs.get(job_id);
      return job === null ? noJob(job_id) : { ok: true, value: job };
    },
    async stop({ job_id }, { actor }: By) {
      const job = await jobs.stop(job_id, actor);
      return job === null ? noJob(job_id) : { ok: true, value: job };
    },
    async pause({ job_id }, { actor }: By) {
      const isPaused = await jobs.pause(job_id, actor);
      const job = await jobs.summary(job_id);
      if (job === null) return noJob(job_id);
      return isPaused ? { ok: true, value: job } : refuseNow(`Only a running job can be paused: it is ${job.state}.`);
    },
    async continue({ job_id }, { actor }: By) {
      if (!jobs.isOn()) return OFF;
      const goesOn = await jobs.continue(job_id, actor);
      const job = await jobs.summary(job_id);
      if (job === null) return noJob(job_id);
      return goesOn ? { ok: true, value: job } : refuseNow(`Only a paused job can be continued: it is ${job.state}.`);
    },
    async pauseEnd({ params: { job_id }, body }, { actor }: By) {
      const isCancelled = body.resume_at === null;
      if (!isCancelled && !jobs.isOn()) return OFF;
      const { resume_at, ...minutes } = body;
      const end = isCancelled ? null : endOf({ ...minutes, ...(resume_at != null && { resume_at }) }, clock.nowMs());
      if (end !== null && !end.ok) return end;
      const changed = await jobs.pauseEnds.change(job_id, end?.value ?? null, actor);
      if (typeof changed === 'string') return refuseNow(changed);
      const job = await jobs.summary(job_id);
      return job === null || !changed ? noJob(job_id) : { ok: true, value: job };
    },
    undo: async ({ params: { job_id }, body }, { actor }: By) =>
      planOrRun(job_id, await jobs.plans.prepareUndo(job_id), body, actor),
    retry: async ({ params: { job_id }, body }, { actor }: By) =>
      planOrRun(job_id, await jobs.plans.prepareRetry(job_id), body, actor),
    transitions: () => jobs.transitions(),
  } satisfies Operations['jobs'];
}

/** The refusal of a plan that is not confirmed, or has changed since the preview; else null. */
function unconfirmed(plan: JobPlan, given: PlanConfirmation) {
  const wrong = wrongCount(plan, given.confirm_count);
  if (wrong !== null) return refuseInput('confirm_count', wrong);
  const isOther = given.planned_digest !== undefined && given.planned_digest !== plan.planned_digest;
  return isOther
    ? refuseNow(
        'Other miners than those of the preview, or other presets, preset switchers or worker names, would be changed by now: preview it again.',
      )
    : null;
}

/**
 * The reason why a plan is not confirmed; null if it is, or needs no count. A given count must be
 * right even if none is needed, because the caller relies on it.
 */
function wrongCount({ planned, confirm_count: asked }: JobPlan, given: number | null | undefined): string | null {
  if (given === undefined || given === null) {
    return asked === null ? null : `this changes ${countText(asked, 'miner')}: give that number to confirm it.`;
  }
  return given === planned.length
    ? null
    : `${given} was confirmed, and it is ${countText(planned.length, 'miner')} now: plan it again.`;
}
