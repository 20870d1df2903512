import type { NewEvent } from '../../../../src-shared/model/index.ts';
import type { StoredJob, StoredJobItem } from '../../../store/job-records.ts';
import type { JobListener, JobStore } from '../../job-dependencies.ts';
import { jobItemOf, jobOf } from '../../plan/job-rows.ts';
import type { PlanContext } from '../../plan/planner.ts';
import { mustBeAfter } from '../../plan/undo.ts';
import { END_WORDS } from '../../words/end-words.ts';
import { JOB_WORDS } from '../../words/job-words.ts';
import { JobPacer } from '../limits/job-pacer.ts';
import { Latch } from '../limits/latch.ts';
import { doneChanges } from '../record/change-summary.ts';
import { jobAbout } from '../record/event-data.ts';
import { ItemWrites } from '../record/item-writes.ts';
import { VerdictCounts } from '../record/verdict-counts.ts';
import { lastSent, type RunEnv } from '../run-env.ts';
import { END_AGAIN_MS, type RunJobOptions } from '../run-options.ts';
import type { Stopped } from './end-unbegun.ts';
import { resumedItems } from './plan-again.ts';
import { resolveSentItem } from './resolve-sent-item.ts';

export interface RecoverOptions {
  readonly env: RunJobOptions['env'] & Pick<RunEnv, 'leave'>;
  readonly store: JobStore;
  readonly onStep: JobListener['onStep'];
  /** A miner has its verdict, and is unlocked. */
  readonly onEnded: (minerId: string) => void;
  readonly onError: (error: unknown) => void;
}

/** Jobs that earlier runs left running, while what they sent is read back. */
export class Recoveries {
  readonly #jobs = new Map<string, { readonly off: AbortController; readonly judged: Promise<void> }>();

  /** Resolves when the end of the job is on disk. Its miners are unlocked then in any case. */
  async run(job: StoredJob, items: readonly StoredJobItem[], options: RecoverOptions): Promise<void> {
    const off = new AbortController();
    const judged = Promise.withResolvers<void>();
    this.#jobs.set(job.job_id, { off, judged: judged.promise });
    try {
      await recoverJob(job, items, options, off.signal, judged.resolve);
    } finally {
      this.#jobs.delete(job.job_id);
      for (const { id } of items) options.onEnded(id);
      judged.resolve();
    }
  }

  /** Whether what this job has sent is being read back. */
  has(jobId: string): boolean {
    return this.#jobs.has(jobId);
  }

  /** Ends the miners of a job with verdicts now. Resolves then, or if there is no such job. */
  async stop(jobId: string, stopped: Stopped): Promise<void> {
    const job = this.#jobs.get(jobId);
    job?.off.abort(stopped);
    await job?.judged;
  }
}

/**
 * Ends a job that was running when PowerHive ended. What was sent is resolved only by reading.
 * Nothing more is sent: not the rest of the job, because its preview is old, and not the restart
 * that a stored setting needs. Rows that cannot be written, for example because the disk is full,
 * are kept and retried. `onJudged` is called after the first attempt.
 */
async function recoverJob(
  job: StoredJob,
  items: readonly StoredJobItem[],
  options: RecoverOptions,
  stopped: AbortSignal,
  onJudged: () => void,
): Promise<void> {
  const { store, onStep, onEnded, onError } = options;
  const { job_id, action, actor } = job;
  const open = items.filter(({ finished_at }) => finished_at === null);
  const verdicts = new VerdictCounts(job, open);
  const rows = new Map(open.map((row) => [row.id, row]));
  const writes = new ItemWrites(async (together) => {
    await store.updateJobItems(job_id, together.rows, together.events);
    verdicts.written(together.rows);
    onStep(jobOf(job, verdicts.now), together.rows.map(jobItemOf));
  });
  const save = async (some: readonly StoredJobItem[], event?: NewEvent): Promise<void> => {
    for (const row of some) rows.set(row.id, row);
    verdicts.note(some, event);
    await writes.add({ rows: some, events: event === undefined ? [] : [event] }).catch(onError);
    for (const { id } of some) onEnded(id);
  };
  const env: RunEnv = {
    ...options.env,
    job,
    save: (row, event) => save([row], event),
    noMoreWrites: AbortSignal.abort(),
    endNow: stopped,
    noAnswer: stopped,
    wake: AbortSignal.any([stopped, options.env.leave]),
    pacer: new JobPacer(options.env.clock, 0),
    restarts: new Latch(),
    keepBackup: async () => undefined,
  };
  const { clock, leave } = env;
  const left = { verdict: 'cancelled', code: null, message: END_WORDS.notBegun, finished_at: clock.nowMs() } as const;
  const rest = open.filter((row) => lastSent(row) === null);
  if (rest.length > 0) await save(rest.map((row) => ({ ...row, ...left })));
  const sent = open.filter((row) => lastSent(row) !== null);
  await Promise.all(sent.map((row) => resolveSentItem({ row }, env)));
  if (leave.aborted) return;
  const state = stopped.aborted ? ('stopped' as const) : ('halted' as const);
  const { reason, by }: Stopped = stopped.aborted ? stopped.reason : { reason: JOB_WORDS.programEnded, by: null };
  const ended: StoredJob = { ...job, state, reason, finished_at: clock.nowMs(), ...verdicts.now };
  const all = items.map((row) => rows.get(row.id) ?? row);
  const { left_out } = jobOf(ended);
  const about = { ...jobAbout(jobOf(job)), left_out, undo_of: job.undo_of, changes: doneChanges(action, all) };
  const data = { ...about, state, reason, counts: ended.counts };
  while (!leave.aborted) {
    try {
      await verdicts.writeRest([...rows.values()], (rest) => writes.add(rest));
      await store.updateJob(ended, { event: 'job_ended', actor: by ?? actor, data });
      return onStep(jobOf(ended), []);
    } catch (error) {
      onError(error);
    } finally {
      onJudged();
    }
    await clock.sleep(END_AGAIN_MS, leave);
  }
}

/**
 * The rest of a job that was paused when PowerHive ended. For an undo and for the end of a pause,
 * what the earlier job left is checked.
 */
export async function resumedJob(
  job: StoredJob,
  items: readonly StoredJobItem[],
  store: Pick<JobStore, 'job'>,
  context: Pick<PlanContext, 'miner' | 'allowUntuned'>,
): Promise<ReturnType<typeof resumedItems>> {
  const left = job.undo_of ?? job.resume_of;
  const undone = left === null ? null : await store.job(left);
  return resumedItems(job, items, undone === null ? new Map() : mustBeAfter(undone.job, undone.items), context);
}
