import type { Job } from '../../../src-shared/model/index.ts';

/** A job as it was when it was first seen running, and at what time (UNIX milliseconds). */
export interface SeenRunning {
  readonly job: Job;
  readonly atMs: number;
}

/**
 * Since when each job has been running without a pause. Its pace is computed from what has ended
 * since then, so that time in which it was paused or not yet started does not count.
 */
export class JobSteps {
  readonly #since = new Map<string, SeenRunning>();

  /** Null if the job is not running. */
  of(jobId: string): SeenRunning | null {
    return this.#since.get(jobId) ?? null;
  }

  note(job: Job, nowMs: number): void {
    if (job.state !== 'running') this.#since.delete(job.job_id);
    else if (!this.#since.has(job.job_id)) this.#since.set(job.job_id, { job, atMs: nowMs });
  }

  /** Starts again after updates were missed, because a job may have been paused in between. */
  reset(jobs: readonly Job[], nowMs: number): void {
    this.#since.clear();
    for (const job of jobs) this.note(job, nowMs);
  }
}
