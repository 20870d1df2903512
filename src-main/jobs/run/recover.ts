import type { StoredJob, StoredJobItem } from '../../store/job-records.ts';
import { jobItemOf, jobOf } from '../plan/job-rows.ts';
import type { PlanContext } from '../plan/planner.ts';
import { mustBeAfter } from '../plan/undo.ts';
import type { JobListener, JobStore } from '../ports.ts';
import { JobGate } from './job-gate.ts';
import { resumedItems } from './plan-again.ts';
import { resolveItem } from './resolve-item.ts';
import { lastSent, type RunEnv } from './run-env.ts';
import type { RunJobOptions } from './run-job.ts';

export interface RecoverOptions {
  readonly env: RunJobOptions['env'] & Pick<RunEnv, 'leave'>;
  readonly store: JobStore;
  readonly onStep: JobListener['onStep'];
  /** A miner of it has its verdict. */
  readonly onEnded: (minerId: string) => void;
}

const REASON = 'PowerHive ended while it ran: what was sent was read back, and nothing more was sent.';
const NOT_BEGUN = 'nothing was sent to it: PowerHive ended before its turn';

/**
 * Ends a job that was under way when PowerHive ended. What was sent is resolved by reading alone,
 * and nothing is sent any more: not the rest of the job, because what its preview showed is old,
 * and not the restart that a stored setting waits for.
 */
export async function recoverJob(
  job: StoredJob,
  items: readonly StoredJobItem[],
  options: RecoverOptions,
): Promise<void> {
  const { store, onStep, onEnded } = options;
  const { job_id, action, actor } = job;
  const save: RunEnv['save'] = async (item, event) => {
    await store.updateJobItems(job_id, [item], event);
    if (item.finished_at !== null) onEnded(item.id);
    onStep(jobOf(job), [jobItemOf(item)]);
  };
  const never = new AbortController().signal;
  const env: RunEnv = {
    ...options.env,
    job,
    save,
    noMoreWrites: AbortSignal.abort(),
    endNow: never,
    gate: new JobGate(options.env.clock, 0),
    keepBackup: async () => undefined,
  };
  const open = items.filter(({ finished_at }) => finished_at === null);
  const rest = open.filter((item) => lastSent(item) === null);
  const finished_at = env.clock.nowMs();
  const left = { verdict: 'cancelled', code: null, message: NOT_BEGUN, finished_at } as const;
  if (rest.length > 0)
    await store.updateJobItems(
      job_id,
      rest.map((item) => ({ ...item, ...left })),
    );
  for (const { id } of rest) onEnded(id);
  const sent = open.filter((item) => lastSent(item) !== null);
  await Promise.all(sent.map((row) => resolveItem({ row }, env)));
  if (env.leave.aborted) return;
  const after = (await store.job(job_id))?.job ?? job;
  const ended: StoredJob = { ...after, state: 'halted', reason: REASON, finished_at: env.clock.nowMs() };
  const data = { job_id, action, state: 'halted', reason: REASON, counts: ended.counts } as const;
  await store.updateJob(ended, { event: 'job_ended', actor, data });
  onStep(jobOf(ended), []);
}

/**
 * What is left of a job that was paused when PowerHive ended. An undo goes by what the undone job
 * left.
 */
export async function resumedJob(
  job: StoredJob,
  items: readonly StoredJobItem[],
  store: Pick<JobStore, 'job'>,
  context: Pick<PlanContext, 'miner' | 'allowUntuned'>,
): Promise<ReturnType<typeof resumedItems>> {
  const undone = job.undo_of === null ? null : await store.job(job.undo_of);
  return resumedItems(job, items, undone === null ? new Map() : mustBeAfter(undone.job, undone.items), context);
}
