import type { Actor, Job, NewRetry, PoolChoice, PresetCounts } from '../../src-shared/model/index.ts';
import type { StoredJob, StoredJobItem } from '../store/job-records.ts';
import type { JobsOptions, PreparedJob } from './jobs-options.ts';
import { type Draft, draftOf, type PlannedOrder, retryDraftOf, undoDraftOf } from './plan/draft.ts';
import type { FreshestReadings } from './plan/freshest-readings.ts';
import { type PlanContext, planOf } from './plan/planner.ts';
import { poolChoices } from './plan/pool-choices.ts';
import { presetCounts } from './plan/preset-counts.ts';
import { rulesOf } from './plan/split-into-waves.ts';
import type { TransitionTable } from './plan/transition-table.ts';
import type { RunningJob } from './run/running-job.ts';
import { JOB_WORDS } from './words/job-words.ts';

interface JobPlansOptions extends Pick<JobsOptions, 'settings' | 'clock'> {
  readonly store: Pick<JobsOptions['store'], 'job'>;
  readonly farm: FreshestReadings;
  readonly table: TransitionTable;
  readonly lockedBy: PlanContext['lockedBy'];
  readonly running: (jobId: string) => Pick<RunningJob, 'job' | 'judged'> | undefined;
  readonly start: (draft: Draft, actor: Actor) => Promise<Job | null>;
}

/** What orders mean now. Sends nothing; a plan runs only when its `run` is called. */
export class JobPlans {
  readonly #options: JobPlansOptions;

  constructor(options: JobPlansOptions) {
    this.#options = options;
  }

  /** What an order means for these miners. */
  prepare(order: PlannedOrder, ids: readonly string[]): PreparedJob {
    const context = this.context(order.allow_untuned);
    // For a scheduled job, locks of other jobs are checked at its start.
    const later = order.start_at === undefined ? context : { ...context, lockedBy: () => null };
    return this.#prepared(draftOf(order, ids, later));
  }

  /** The same once more, for the miners that failed or that were not sent. Results as for `prepareUndo`. */
  async prepareRetry(jobId: string, of: NewRetry['of'] = 'failed'): Promise<PreparedJob | string | null> {
    const found = await this.#stored(jobId);
    if (found?.job.undo_of != null) return JOB_WORDS.isUndo;
    const nowMs = this.#options.clock.nowMs();
    const draftFrom: typeof undoDraftOf = (job, items, context) => retryDraftOf(job, items, context, { of, nowMs });
    return this.#counted(found, draftFrom, found?.job.allow_untuned ?? false);
  }

  /**
   * The undo of a job. A text is the reason why it cannot be undone; null if there is no such job.
   */
  async prepareUndo(jobId: string): Promise<PreparedJob | string | null> {
    return this.#counted(await this.#stored(jobId), undoDraftOf, true);
  }

  /** The pools that these miners are set to. */
  poolsOf(ids: readonly string[]): PoolChoice[] {
    return poolChoices(ids.map((id) => this.#options.farm.miner(id)));
  }

  /** The presets that these miners have. */
  presetsOf(ids: readonly string[]): PresetCounts[] {
    return presetCounts(ids.map((id) => this.#options.farm.miner(id)));
  }

  /** What a plan depends on now. */
  context(allowUntuned: boolean, rules = rulesOf(this.#options.settings())): PlanContext {
    const { farm, table, lockedBy } = this.#options;
    return { miner: (id) => farm.miner(id), lockedBy, transition: (key) => table.get(key), rules, allowUntuned };
  }

  /** A plan that starts only with the number of its miners; a call without it returns the plan. */
  #counted(
    found: { readonly job: StoredJob; readonly items: StoredJobItem[] } | null,
    draftFrom: typeof undoDraftOf,
    allowUntuned: boolean,
  ): PreparedJob | string | null {
    if (found === null) return null;
    if (this.#isBeingWritten(found.job)) return JOB_WORDS.endNotWritten;
    const draft = draftFrom(found.job, found.items, this.context(allowUntuned));
    if (typeof draft === 'string') return draft;
    const { plan, run } = this.#prepared(draft);
    return { plan: { ...plan, confirm_count: plan.planned.length || null }, run };
  }

  /** A job as it is on disk. One that is shown as ended is waited for until its end is written. */
  async #stored(jobId: string): ReturnType<JobsOptions['store']['job']> {
    const { store, running } = this.#options;
    const found = await store.job(jobId);
    if (found === null || !this.#isBeingWritten(found.job)) return found;
    await running(jobId)?.judged();
    return store.job(jobId);
  }

  /** The job has ended and is shown as ended, but its end is not in the database yet. */
  #isBeingWritten({ job_id, finished_at }: Pick<StoredJob, 'job_id' | 'finished_at'>): boolean {
    return finished_at === null && (this.#options.running(job_id)?.job.finished_at ?? null) !== null;
  }

  #prepared(draft: Draft): PreparedJob {
    const { settings, start } = this.#options;
    const plan = planOf(draft.action, draft.params, draft, draft.rules, settings());
    return { plan: { ...plan, resume_at: draft.pause_end?.at ?? null }, run: (actor) => start(draft, actor) };
  }
}
