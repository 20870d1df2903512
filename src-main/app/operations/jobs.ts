import type { Job, JobPlan, PlanConfirmation } from '../../../src-shared/model/index.ts';
import type { By } from '../../api/call-context.ts';
import type { Operations, Result } from '../../api/operation-types.ts';
import { refuse, refuseInput, refuseNow } from '../../api/refuse.ts';
import { orderInput, unconfirmed } from './input/order-input.ts';
import type { OperationsParts } from './operations-parts.ts';

const OFF = refuseNow(
  'Acting is off: PowerHive changes no miner. Switch it on in the settings ("actions": {"enabled": true}).',
);

export function createJobOperations(parts: OperationsParts) {
  const { jobs, clock } = parts;
  const noJob = (id: string) => refuse({ code: 'NOT_FOUND', message: `There is no job ${id}.`, data: { id } });

  const { wanted, endOf, checked } = orderInput(parts);

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
      const before = await jobs.summary(job_id);
      const nowMs = clock.nowMs();
      const startAt = Math.max(nowMs, before?.state === 'scheduled' ? (before.start_at ?? 0) : 0);
      const given = { ...minutes, ...(resume_at != null && { resume_at }) };
      const end = isCancelled ? null : endOf(given, startAt, nowMs);
      if (end !== null && !end.ok) return end;
      const changed = await jobs.pauseEnds.change(job_id, end?.value ?? null, actor);
      if (typeof changed === 'string') return refuseNow(changed);
      const job = await jobs.summary(job_id);
      return job === null || !changed ? noJob(job_id) : { ok: true, value: job };
    },
    undo: async ({ params: { job_id }, body }, { actor }: By) =>
      planOrRun(job_id, await jobs.plans.prepareUndo(job_id), body, actor),
    retry: async ({ params: { job_id }, body }, { actor }: By) =>
      planOrRun(job_id, await jobs.plans.prepareRetry(job_id, body.of), body, actor),
    transitions: () => jobs.transitions(),
  } satisfies Operations['jobs'];
}
