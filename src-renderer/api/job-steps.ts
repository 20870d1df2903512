import type { Job } from '../../src-shared/model/index.ts';

/** A job as it was when it was seen to run, and since when (UNIX milliseconds). */
export interface SeenRunning {
  readonly job: Job;
  readonly atMs: number;
}

/**
 * Since when each job has been seen to run without a pause: what has ended since then, and no time
 * in which it was held or had not begun, makes its pace.
 */
export class JobSteps {
  readonly #since = new Map<string, SeenRunning>();

  /** Null where it does not run. */
  of(jobId: string): SeenRunning | null {
    return this.#since.get(jobId) ?? null;
  }

  note(job: Job, nowMs: number): void {
    if (job.state !== 'running') this.#since.delete(job.job_id);
    else if (!this.#since.has(job.job_id)) this.#since.set(job.job_id, { job, atMs: nowMs });
  }

  /** Steps were missed before: a job may have been held meanwhile. */
  reset(jobs: readonly Job[], nowMs: number): void {
    this.#since.clear();
    for (const job of jobs) this.note(job, nowMs);
  }
}
