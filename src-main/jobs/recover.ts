import type { StoredJob, StoredJobItem } from '../store/job-records.ts';
import type { Goal } from './goal.ts';
import { jobItemOf, jobOf } from './job-rows.ts';
import { actedState } from './known-miner.ts';
import type { LiveItem } from './live-item.ts';
import type { JobListener, JobStore } from './ports.ts';
import { end, LeftError, lastSent, type RunEnv } from './run-env.ts';
import { endItem, keptReading } from './run-item.ts';
import type { RunJobOptions } from './run-job.ts';
import { watchMiner } from './watch-miner.ts';

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
 * and nothing is sent any more: not the rest of the job, because what its preview showed is old, and
 * not the restart that a stored setting waits for.
 */
export async function recoverJob(
  job: StoredJob,
  items: readonly StoredJobItem[],
  options: RecoverOptions,
): Promise<void> {
  const { store, onStep, onEnded } = options;
  const { job_id, action, actor } = job;
  const save = async (item: StoredJobItem): Promise<void> => {
    await store.updateJobItems(job_id, [item]);
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
  await Promise.all(open.filter((item) => lastSent(item) !== null).map((item) => resolveItem(item, env)));
  if (env.leave.aborted) return;
  const after = (await store.job(job_id))?.job ?? job;
  const ended: StoredJob = { ...after, state: 'halted', reason: REASON, finished_at: env.clock.nowMs() };
  await store.updateJob(ended);
  onStep(jobOf(ended), []);
  const data = { job_id, action, state: 'halted', reason: REASON, counts: ended.counts } as const;
  await env.record({ event: 'job_ended', actor, data });
}

async function resolveItem(row: StoredJobItem, env: RunEnv): Promise<void> {
  const item: LiveItem = { row, order: { action: 'locate', on: true }, mustBe: null, cost: null };
  const sent = lastSent(row);
  const goal = row.goal as Goal | null;
  if (sent === null || goal === null) return;
  try {
    if (row.verdict === 'in_force') {
      return await endItem(
        item,
        end('in_force', 'not_proven', 'PowerHive ended before its figures had settled'),
        null,
        env,
      );
    }
    if (sent.answer === 'not_sent') {
      return await endItem(item, end('failed', 'not_sent', sent.message), null, env);
    }
    const restarted = sent.request === 'restart' && goal.kind !== 'restart';
    const watch = await watchMiner(
      row.id,
      {
        goal,
        base: keptReading(row.kept),
        sentMs: env.clock.monotonicMs() - Math.max(0, env.clock.nowMs() - sent.at),
        answer: sent.answer ?? 'unknown',
        answerText: sent.message,
        restarted,
        fromStart: false,
      },
      env,
    );
    if (watch.at === 'end') return await endItem(item, watch.end, watch.now, env);
    if (watch.at === 'in_force') {
      item.row = { ...item.row, after: actedState(watch.now) };
      return await endItem(item, end('in_force', 'not_proven', 'read back after PowerHive had ended'), watch.now, env);
    }
    const message = 'it is stored, and takes effect at its next restart: PowerHive ended before it sent one';
    await endItem(item, end('stored', 'restart_not_sent', message), watch.now, env);
  } catch (error) {
    if (!(error instanceof LeftError)) throw error;
  }
}
