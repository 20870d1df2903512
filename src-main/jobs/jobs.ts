import type { Actor, Job, JobDetail, Transition } from '../../src-shared/model/index.ts';
import { MOST_RECENT } from '../../src-shared/recent-items.ts';
import { TaskGroup } from '../runtime/task-group.ts';
import type { StoredJob, StoredJobItem } from '../store/job-records.ts';
import { JobPlans } from './job-plans.ts';
import type { JobsOptions } from './jobs-options.ts';
import { PauseEnds } from './pause/pause-ends.ts';
import type { Draft } from './plan/draft.ts';
import { FreshestReadings } from './plan/freshest-readings.ts';
import { jobItemOf, jobOf } from './plan/job-rows.ts';
import { rulesOf } from './plan/split-into-waves.ts';
import { TransitionTable } from './plan/transition-table.ts';
import { AwakeWatch } from './run/awake-watch.ts';
import { earlierStarts } from './run/limits/earlier-starts.ts';
import { WINDOW_MS } from './run/limits/start-rate-limit.ts';
import { plannedChanges } from './run/record/change-summary.ts';
import { jobAbout } from './run/record/event-data.ts';
import { newJob } from './run/record/new-rows.ts';
import type { Stopped } from './run/recovery/end-unbegun.ts';
import { Recoveries, resumedJob } from './run/recovery/recoveries.ts';
import { idsOf, type RunJobOptions } from './run/run-options.ts';
import { RunningJobs } from './run/running-jobs.ts';
import { WARM_UP_MS } from './run/schedule.ts';
import { ScheduledJobs } from './run/scheduled-jobs.ts';
import { sharedEnv } from './run/shared-env.ts';
import { JOB_WORDS } from './words/job-words.ts';

/**
 * Actions on miners: the only way in which PowerHive changes a miner, except for its own API key. A
 * job is on disk before its first request. Each request is on disk before it is sent, and is sent
 * once. Whatever the response is, the verdict depends on what readings show.
 */
export class Jobs {
  /** What orders mean now. */
  readonly plans: JobPlans;
  /** When paused miners are resumed. */
  readonly pauseEnds: PauseEnds;
  readonly #options: JobsOptions;
  readonly #running: RunningJobs;
  readonly #scheduled: ScheduledJobs;
  readonly #farm: FreshestReadings;
  readonly #table: TransitionTable;
  readonly #tasks: TaskGroup;
  readonly #leaving = new AbortController();
  readonly #recoveries = new Recoveries();
  readonly #awake: AwakeWatch;
  readonly #shared: RunJobOptions['env'];

  constructor(options: JobsOptions) {
    this.#options = options;
    this.#tasks = new TaskGroup(options.onError);
    this.#farm = new FreshestReadings(options.farm, options.clock);
    this.#table = new TransitionTable(options.store, options.clock, options.onError);
    const { settings, clock } = options;
    const isOurs = (id: string, jobId: string): boolean => this.#running.locks.isOurs(id, jobId);
    this.#awake = new AwakeWatch(clock, (ms) => this.#running.slept(ms), options.onError);
    this.#shared = sharedEnv(options, this.#farm, this.#table, isOurs, this.#awake);
    const { store, listener, onError } = options;
    this.#running = new RunningJobs({
      store,
      clock,
      listener: {
        onStep: (job, items, taken) => {
          listener.onStep(job, items, taken);
          this.pauseEnds.stepped(job, items);
        },
      },
      onError,
      awake: this.#awake,
      rules: () => rulesOf(settings()),
      isProven: (key) => this.#table.get(key) !== null,
      env: this.#shared,
    });
    this.#scheduled = new ScheduledJobs({
      store,
      clock,
      settings,
      running: this.#running,
      context: (allowUntuned, rules) => this.plans.context(allowUntuned, rules),
      leaving: this.#leaving.signal,
      onError,
    });
    this.plans = new JobPlans({
      store,
      clock,
      settings,
      farm: this.#farm,
      table: this.#table,
      lockedBy: (id) => this.#running.holder(id),
      running: (jobId) => this.#running.get(jobId),
      start: (draft, actor) => this.#start(draft, actor),
    });
    this.pauseEnds = new PauseEnds({
      store,
      clock,
      isOn: () => this.isOn(),
      context: () => this.plans.context(false),
      start: (draft, actor) => this.#start(draft, actor),
      stopPause: async (jobId, hasPaused) => {
        // One that is read back after a start is waited for.
        const reason = hasPaused ? JOB_WORDS.pauseOver : JOB_WORDS.pauseOverUnbegun;
        if (!this.#recoveries.has(jobId)) await this.#stop(jobId, { reason, by: null });
      },
      onChanged: (job) => {
        this.#running.get(job.job_id)?.notePauseEnd(job.pause_end ?? null);
        this.#running.recent.add(job);
        listener.onStep(job, []);
      },
      onHeld: (id, held) => listener.onHeld?.(id, held),
      onError,
    });
  }

  /**
   * Loads what earlier runs left: the measured transitions, the latest jobs, and what they took of
   * the start limit.
   */
  async load(): Promise<void> {
    await this.#table.load();
    const sinceAt = this.#options.clock.nowMs() - WINDOW_MS;
    const sent = await this.#options.store.sentSince(sinceAt);
    this.#shared.startLimit.add(earlierStarts(sent, (id) => this.#farm.miner(id), sinceAt));
    for (const row of await this.#options.store.jobs(MOST_RECENT)) this.#running.recent.add(jobOf(row));
  }

  /**
   * Continues what earlier runs left open, in the background. Jobs that were running are resolved
   * only by reading; paused ones stay paused; scheduled ones wait again.
   */
  recover(): void {
    this.#tasks.run(async () => {
      await this.pauseEnds.recover();
      for (const id of await this.#options.store.openJobs()) this.#tasks.run(() => this.#recover(id));
    });
  }

  /**
   * Whether a job is changing a miner now. A miner that waits for its turn is not being changed
   * yet.
   */
  isInJob(minerId: string): boolean {
    return this.#running.isChanging(minerId);
  }

  /** The miners that are locked by jobs now. */
  minersInJobs(): Map<string, string[]> {
    return this.#running.locks.byJob();
  }

  isOn(): boolean {
    return this.#options.settings().enabled;
  }

  /** Jobs that are open or ended recently, the newest last. */
  recent(): Job[] {
    return this.#running.recent.all();
  }

  /** Newest first; with `before`, the id of a job, only older ones. */
  async list(limit: number, before?: string): Promise<Job[]> {
    // Those that end while the rows are read are no longer running then, and the rows do not know it.
    const running = this.#running.all();
    const rows = await this.#options.store.jobs(limit, before);
    return rows.map((row) => (running.get(row.job_id) ?? this.#running.get(row.job_id))?.job ?? jobOf(row));
  }

  async get(jobId: string): Promise<JobDetail | null> {
    const before = this.#running.get(jobId);
    const found = await this.#options.store.job(jobId);
    if (found === null) return null;
    // One that ended while its rows were read is no longer running, and the rows do not know it.
    const running = before ?? this.#running.get(jobId);
    const job = running?.job ?? jobOf(found.job);
    // The end of a job is shown even if it cannot be written yet.
    const ended = new Map(running?.endedRows?.map((row) => [row.id, row]));
    return { ...job, items: found.items.map((row) => jobItemOf(ended.get(row.id) ?? row)) };
  }

  /** A job without its miners, which may be thousands; null if there is no such job. */
  async summary(jobId: string): Promise<Job | null> {
    const known = this.#running.get(jobId)?.job ?? this.#running.recent.get(jobId);
    return known ?? (await this.get(jobId));
  }

  /** Sends nothing more. Resolves when each miner has its verdict; null if there is no such job. */
  async stop(jobId: string, by: Actor): Promise<JobDetail | null> {
    await this.#stop(jobId, { reason: JOB_WORDS.stoppedBy(by.name), by }, JOB_WORDS.cancelledBy(by.name));
    return this.get(jobId);
  }

  async #stop(jobId: string, stopped: Stopped, cancelled = stopped.reason): Promise<void> {
    await this.#recoveries.stop(jobId, stopped);
    if (this.#running.get(jobId) === undefined) await this.#scheduled.cancel(jobId, { ...stopped, reason: cancelled });
    await this.#running.get(jobId)?.stop(stopped);
  }

  /** Begins no more miners of the job. False if it is not running. */
  async pause(jobId: string, by: Actor): Promise<boolean> {
    return (await this.#running.get(jobId)?.pause(by)) ?? false;
  }

  /** Continues the job. False if it is not paused. */
  async continue(jobId: string, by: Actor): Promise<boolean> {
    return (await this.#running.get(jobId)?.continue(by)) ?? false;
  }

  transitions(): Transition[] {
    return this.#table.all();
  }

  /** Stops all jobs, because actions were switched off. */
  async stopAll(reason: string): Promise<void> {
    await Promise.all([this.#scheduled.cancelAll({ reason, by: null }), this.#running.stopAll(reason)]);
  }

  /**
   * Called when the program ends. Sends nothing more; rows stay as they are, and are resolved at
   * the next start.
   */
  async close(): Promise<void> {
    this.#leaving.abort();
    await this.#scheduled.close();
    await this.pauseEnds.close();
    await this.#running.leave();
    await this.#tasks.idle();
  }

  /** Runs synchronously up to the first await, so that no miner gets into two jobs. */
  async #start(draft: Draft, actor: Actor): Promise<Job | null> {
    const { store, clock } = this.#options;
    if (draft.planned.length === 0 || this.#leaving.signal.aborted) return null;
    // Another job may have locked a miner since the plan: the caller plans again.
    const isTaken = draft.planned.some(({ miner }) => this.#running.holder(miner.id) !== null);
    if (isTaken && draft.start_at === null) return null;
    const { row, items, isWaved, skipped } = newJob(draft, actor, clock.nowMs());
    const { job_id, undo_of, resume_of } = row;
    const resume_at = row.pause_end?.at ?? null;
    const rows = [...items.map((item) => item.row), ...skipped];
    const changes = plannedChanges(row.action, rows);
    const data = { ...jobAbout(jobOf(row)), count: items.length, resume_at, changes };
    if (row.start_at !== null) {
      await store.createJob(row, rows, { event: 'job_scheduled', actor, data: { ...data, start_at: row.start_at } });
      this.#scheduled.add(job_id, row.start_at);
      this.#running.onStep(jobOf(row), []);
      if (!this.isOn()) await this.#scheduled.cancel(job_id, { reason: JOB_WORDS.switchedOff, by: null });
      return jobOf(row);
    }
    return this.#running.locked(job_id, idsOf(items), async () => {
      await store.createJob(row, rows, { event: 'job_started', actor, data: { ...data, undo_of, resume_of } });
      if (skipped.length > 0) this.#running.onStep(jobOf(row), skipped.map(jobItemOf));
      return this.#running.run(row, items, isWaved);
    });
  }

  async #recover(jobId: string): Promise<void> {
    const { store, onError } = this.#options;
    const found = this.#running.get(jobId) !== undefined ? null : await store.job(jobId);
    if (found === null) return;
    const { job, items } = found;
    if (job.state === 'scheduled') {
      this.#running.recent.add(jobOf(job));
      this.#scheduled.add(jobId, Math.max(job.start_at ?? 0, this.#options.clock.nowMs() + WARM_UP_MS));
      return;
    }
    const open = items.filter(({ finished_at }) => finished_at === null);
    await this.#running.locked(
      jobId,
      open.map(({ id }) => id),
      async () => {
        if (job.state === 'paused') return this.#resume(job, items);
        const env = { ...this.#shared, leave: this.#leaving.signal };
        const onEnded = (id: string): void => this.#running.locks.unlock(id, jobId);
        const isOver = this.#awake.begin();
        await this.#recoveries
          .run(job, items, { env, store, onStep: this.#running.onStep, onEnded, onError })
          .finally(isOver);
      },
    );
  }

  /** A job that was paused when the program ended stays paused; what was sent is read back. */
  async #resume(job: StoredJob, items: readonly StoredJobItem[]): Promise<void> {
    const resumed = await resumedJob(job, items, this.#options.store, this.plans.context(job.allow_untuned));
    if (!this.#leaving.signal.aborted) this.#running.run(job, resumed.items, resumed.isWaved);
  }
}
