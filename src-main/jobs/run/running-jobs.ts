import { actionWords } from '../../../src-shared/actions/action-words.ts';
import type { Job, JobItem } from '../../../src-shared/model/index.ts';
import { clockText } from '../../../src-shared/text/iso-time.ts';
import { TaskGroup } from '../../runtime/task-group.ts';
import type { StoredJob } from '../../store/job-records.ts';
import type { JobListener } from '../job-dependencies.ts';
import type { Holder } from '../plan/planner.ts';
import { RecentJobs } from '../plan/recent-jobs.ts';
import { JOB_WORDS } from '../words/job-words.ts';
import type { AwakeWatch } from './awake-watch.ts';
import { MinerLocks } from './limits/miner-locks.ts';
import type { RunJobOptions, WaveItem } from './run-options.ts';
import { RunningJob } from './running-job.ts';

export interface RunningJobsOptions extends Omit<RunJobOptions, 'rules' | 'isWaved' | 'onEnded' | 'listener'> {
  readonly listener: JobListener;
  readonly awake: Pick<AwakeWatch, 'begin'>;
  /** The rules of a job that has none of its own. */
  readonly rules: () => RunJobOptions['rules'];
}

/** The running jobs, and the miners that they have locked. */
export class RunningJobs {
  readonly locks = new MinerLocks();
  readonly recent = new RecentJobs();
  readonly #options: RunningJobsOptions;
  readonly #jobs = new Map<string, RunningJob>();
  readonly #tasks: TaskGroup;

  constructor(options: RunningJobsOptions) {
    this.#options = options;
    this.#tasks = new TaskGroup(options.onError);
  }

  get(jobId: string): RunningJob | undefined {
    return this.#jobs.get(jobId);
  }

  /** The jobs that are running now. */
  all(): ReadonlyMap<string, RunningJob> {
    return new Map(this.#jobs);
  }

  /** The job that has locked a miner, with its description for the reason of a skip. */
  holder(minerId: string): Holder | null {
    const job_id = this.locks.of(minerId);
    if (job_id === null) return null;
    const job = this.recent.get(job_id);
    if (job === undefined) return { job_id, words: null };
    const started = clockText(job.start_at ?? job.created_at, this.#options.clock.nowMs());
    return { job_id, words: `${actionWords(job.action, job.params)}, started ${started}` };
  }

  /** Whether a job has begun with a miner, and has not unlocked it. */
  isChanging(minerId: string): boolean {
    const jobId = this.locks.of(minerId);
    if (jobId === null) return false;
    return this.#jobs.get(jobId)?.hasBegun(minerId) ?? true;
  }

  /** Locks the miners for a job immediately; unlocks them if it cannot begin. */
  async locked<T>(jobId: string, minerIds: readonly string[], begin: () => Promise<T>): Promise<T> {
    for (const id of minerIds) this.locks.lock(id, jobId);
    try {
      return await begin();
    } catch (error) {
      for (const id of minerIds) this.locks.unlock(id, jobId);
      throw error;
    }
  }

  /**
   * Runs a job whose miners are locked. If actions were switched off while it was written, it ends
   * without sending anything. A paused job sends nothing before it is continued.
   */
  run(row: StoredJob, items: readonly WaveItem[], isWaved: boolean): Job {
    const { rules, awake, listener: _, ...shared } = this.#options;
    const { job_id } = row;
    const unlock = (id: string): void => this.locks.unlock(id, job_id);
    const running = new RunningJob(row, items, {
      ...shared,
      rules: row.rules ?? rules(),
      isWaved,
      listener: { onStep: this.onStep },
      onEnded: unlock,
    });
    this.#jobs.set(job_id, running);
    const ids = items.flatMap(({ row: { id, finished_at } }) => (finished_at === null ? [id] : []));
    this.onStep(running.job, [], ids);
    const isOver = awake.begin();
    this.#tasks.run(async () => {
      try {
        await running.run();
      } finally {
        isOver();
        this.#jobs.delete(job_id);
        for (const { row: item } of items) unlock(item.id);
      }
    });
    if (row.state === 'running' && !this.#options.env.isOn()) {
      // The task above waits for its end.
      running.stop({ reason: JOB_WORDS.switchedOff, by: null }).catch(() => undefined);
    }
    return running.job;
  }

  /** Called after a sleep of this computer. */
  slept(ms: number): void {
    for (const job of this.#jobs.values()) job.slept(ms);
  }

  async stopAll(reason: string): Promise<void> {
    await Promise.all([...this.#jobs.values()].map((job) => job.stop({ reason, by: null })));
  }

  /** Called when the program ends: rows stay as they are. */
  async leave(): Promise<void> {
    await Promise.all([...this.#jobs.values()].map((job) => job.leave()));
    await this.#tasks.idle();
  }

  readonly onStep = (job: Job, items: readonly JobItem[], taken?: readonly string[]): void => {
    this.recent.add(job);
    this.#options.listener.onStep(job, items, taken);
  };
}
