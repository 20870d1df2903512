import type {
  Actor,
  Job,
  JobDetail,
  JobItem,
  JobPlan,
  NewJob,
  Settings,
  Transition,
} from '../../src-shared/model/index.ts';
import type { Clock } from '../runtime/clock.ts';
import type { KeyedLock } from '../runtime/keyed-lock.ts';
import { Semaphore } from '../runtime/semaphore.ts';
import { TaskGroup } from '../runtime/task-group.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';
import type { StoredJob } from '../store/job-records.ts';
import { type Draft, draftOf, undoDraftOf } from './draft.ts';
import { jobItemOf, jobOf } from './job-rows.ts';
import { skippedRow, waveItem, waveOf } from './new-rows.ts';
import { needsWaves, type PlanContext, planOf, transitionKey, wavesOf } from './planner.ts';
import type { FarmPort, JobListener, JobStore, MinerPort, RecordEvent } from './ports.ts';
import { recoverJob } from './recover.ts';
import { RunningJob } from './run-job.ts';
import { SeenMiners } from './seen-miners.ts';
import { StartBudget } from './start-budget.ts';
import { TIMINGS, type Timings } from './timings.ts';
import { TransitionTable } from './transition-table.ts';

export interface JobsOptions {
  readonly port: MinerPort;
  readonly farm: FarmPort;
  readonly store: JobStore;
  readonly clock: Clock;
  /** The lock of whoever unlocks a miner or writes to it. */
  readonly minerLock: KeyedLock;
  readonly settings: () => Settings['actions'];
  readonly record: RecordEvent;
  readonly listener: JobListener;
  readonly onError: (error: unknown) => void;
  readonly timings?: Timings;
}

/** Miners that are written to, and that are read, at once: polls need their share of the network. */
const WRITING = 64;
const READING = 64;
/** So many ended ones are in a snapshot of the live stream. */
const MOST_KEPT = 20;

/** A job with its preview. */
export interface PreparedJob {
  readonly plan: JobPlan;
  /**
   * Carries out just this plan. To be called at once: it is judged by what is known when it is
   * prepared. Resolves when it is on disk; null where no miner is planned, or the program ends.
   */
  run(actor: Actor): Promise<Job | null>;
}

/**
 * Acting on miners: the only way in which PowerHive changes one, besides its own key. A job is on
 * disk before its first request; each request is on disk before it is sent, and is sent once.
 * Whatever is answered, the verdict is what the miner shows when it is read.
 */
export class Jobs {
  readonly #options: JobsOptions;
  readonly #running = new Map<string, RunningJob>();
  /** Jobs that go on and that ended lately, the newest last. */
  readonly #recent = new Map<string, Job>();
  /** Which job a miner is in. */
  readonly #locked = new Map<string, string>();
  /** Which job had a miner last. */
  readonly #lastTaken = new Map<string, string>();
  readonly #farm: SeenMiners;
  readonly #table: TransitionTable;
  readonly #tasks: TaskGroup;
  readonly #leaving = new AbortController();
  readonly #shared: ConstructorParameters<typeof RunningJob>[2]['env'];

  constructor(options: JobsOptions) {
    this.#options = options;
    this.#tasks = new TaskGroup(options.onError);
    this.#farm = new SeenMiners(options.farm, () => options.clock.nowMs());
    this.#table = new TransitionTable(options.store, options.clock, options.onError);
    const { settings, clock } = options;
    this.#shared = {
      port: options.port,
      farm: this.#farm,
      clock,
      lock: options.minerLock,
      budget: new StartBudget(clock, () => {
        const { starts_per_minute, start_kw_per_minute } = settings();
        return { startsPerMinute: starts_per_minute, kwPerMinute: start_kw_per_minute };
      }),
      writing: new Semaphore(WRITING),
      reading: new Semaphore(READING),
      timings: options.timings ?? TIMINGS,
      record: options.record,
      isOurs: (id, jobId) => (this.#lastTaken.get(id) ?? jobId) === jobId,
      onSeen: (id, now) => this.#farm.note(id, now),
      onProven: (item, goal, measured) => {
        const miner = this.#farm.miner(item.id);
        const key = miner === null ? null : transitionKey(miner, item.before?.preset ?? null, goal);
        if (key !== null) this.#table.note(key, measured);
      },
    };
  }

  /** Reads what earlier runs left: the measured transitions, and jobs that were under way. */
  async load(): Promise<void> {
    await this.#table.load();
    for (const row of await this.#options.store.jobs(MOST_KEPT)) this.#remember(jobOf(row), true);
  }

  /** Resolves jobs that were under way when PowerHive ended, by reading alone, beside everything else. */
  recover(): void {
    this.#tasks.run(async () => {
      for (const id of await this.#options.store.openJobs()) {
        this.#tasks.run(() => this.#recover(id));
      }
    });
  }

  /** Whether a job has a miner now. */
  isInJob(minerId: string): boolean {
    return this.#locked.has(minerId);
  }

  isOn(): boolean {
    return this.#options.settings().enabled;
  }

  /** What an order means for these miners. */
  prepare(order: Omit<NewJob, 'ids' | 'confirm_count'>, ids: readonly string[]): PreparedJob {
    return this.#prepared(draftOf(order, ids, this.#context(order.allow_untuned)));
  }

  /** What it takes to undo a job; a text says why it cannot be undone, null that there is no such job. */
  async prepareUndo(jobId: string): Promise<PreparedJob | string | null> {
    const found = await this.#options.store.job(jobId);
    if (found === null) return null;
    const draft = undoDraftOf(found.job, found.items, this.#context(true));
    if (typeof draft === 'string') return draft;
    const { plan, run } = this.#prepared(draft);
    return { plan: { ...plan, confirm_count: plan.planned.length }, run };
  }

  /** Those that go on and that ended lately, the newest last. */
  recent(): Job[] {
    return [...this.#recent.values()];
  }

  async list(limit: number): Promise<Job[]> {
    return (await this.#options.store.jobs(limit)).map((row) => this.#running.get(row.job_id)?.job ?? jobOf(row));
  }

  async get(jobId: string): Promise<JobDetail | null> {
    const found = await this.#options.store.job(jobId);
    if (found === null) return null;
    const job = this.#running.get(jobId)?.job ?? jobOf(found.job);
    return { ...job, items: found.items.map(jobItemOf) };
  }

  /** Sends nothing more. Resolves when each miner has its verdict; null where there is no such job. */
  async stop(jobId: string, by: string): Promise<JobDetail | null> {
    await this.#running.get(jobId)?.stop(`Stopped by ${by}.`);
    return this.get(jobId);
  }

  transitions(): Transition[] {
    return this.#table.all();
  }

  /** Stops every job: acting was switched off. */
  async stopAll(reason: string): Promise<void> {
    await Promise.all([...this.#running.values()].map((job) => job.stop(reason)));
  }

  /** The program ends. Nothing more is sent; rows stay as they are, and are resolved at the next start. */
  async close(): Promise<void> {
    this.#leaving.abort();
    await Promise.all([...this.#running.values()].map((job) => job.leave()));
    await this.#tasks.idle();
  }

  #prepared(draft: Draft): PreparedJob {
    const plan = planOf(draft.action, draft.params, draft, this.#options.settings());
    return { plan, run: (actor) => this.#start(draft, actor) };
  }

  #context(allowUntuned: boolean): PlanContext {
    return {
      miner: (id) => this.#farm.miner(id),
      lockedBy: (id) => this.#locked.get(id) ?? null,
      transition: (key) => this.#table.get(key),
      rules: this.#options.settings(),
      allowUntuned,
    };
  }

  /** Everything up to the first await happens at once, so that no miner gets into two jobs. */
  async #start(draft: Draft, actor: Actor): Promise<Job | null> {
    const { store, clock, record, settings, listener, onError } = this.#options;
    const { planned, skipped, mustBe, ...what } = draft;
    if (planned.length === 0 || this.#leaving.signal.aborted) return null;
    const rules = settings();
    const waves = wavesOf(planned, rules);
    const job_id = uuidV7();
    const now = clock.nowMs();
    const row: StoredJob = {
      job_id,
      ...what,
      actor,
      state: 'running',
      reason: null,
      waves,
      wave: 0,
      created_at: now,
      finished_at: null,
      counts: { planned: planned.length, ...(skipped.length > 0 && { skipped: skipped.length }) },
    };
    const items = planned.map((item, index) =>
      waveItem(item, waveOf(index, waves), mustBe.get(item.miner.id)?.mustBe ?? null),
    );
    const rest = skipped.map((item) => skippedRow(item, now));
    for (const { row: item } of items) {
      this.#locked.set(item.id, job_id);
      this.#lastTaken.set(item.id, job_id);
    }
    const unlock = (id: string): void => {
      if (this.#locked.get(id) === job_id) this.#locked.delete(id);
    };
    try {
      await store.createJob(row, [...items.map((item) => item.row), ...rest]);
      const { action, undo_of, params } = jobOf(row);
      await record({ event: 'job_started', actor, data: { job_id, action, params, count: planned.length, undo_of } });
    } catch (error) {
      for (const { row: item } of items) unlock(item.id);
      throw error;
    }
    const running = new RunningJob(row, items, {
      store,
      clock,
      rules,
      isWaved: needsWaves(planned),
      isProven: (key) => this.#table.get(key) !== null,
      env: this.#shared,
      listener: {
        onStep: (job, changed) => {
          this.#remember(job);
          listener.onStep(job, changed);
        },
      },
      onEnded: unlock,
      onError,
    });
    this.#running.set(job_id, running);
    this.#remember(running.job);
    this.#tasks.run(async () => {
      try {
        await running.run();
      } finally {
        this.#running.delete(job_id);
        for (const { row: item } of items) unlock(item.id);
      }
    });
    return running.job;
  }

  async #recover(jobId: string): Promise<void> {
    const { store, listener } = this.#options;
    const found = this.#running.has(jobId) ? null : await store.job(jobId);
    if (found === null) return;
    for (const { id, finished_at } of found.items) if (finished_at === null) this.#locked.set(id, jobId);
    const unlock = (id: string): void => {
      if (this.#locked.get(id) === jobId) this.#locked.delete(id);
    };
    const onStep = (job: Job, items: readonly JobItem[]): void => {
      this.#remember(job);
      listener.onStep(job, items);
    };
    const env = { ...this.#shared, leave: this.#leaving.signal };
    await recoverJob(found.job, found.items, { env, store, onStep, onEnded: unlock });
    for (const { id } of found.items) unlock(id);
  }

  #remember(job: Job, isOlder = false): void {
    if (isOlder && this.#recent.has(job.job_id)) return;
    this.#recent.set(job.job_id, job);
    const byAge = [...this.#recent.values()].sort((a, b) => (a.job_id < b.job_id ? -1 : 1));
    for (const { job_id, finished_at } of byAge) {
      if (this.#recent.size <= MOST_KEPT) return;
      if (finished_at !== null) this.#recent.delete(job_id);
    }
  }
}
