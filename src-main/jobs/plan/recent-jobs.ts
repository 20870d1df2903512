import type { Job } from '../../../src-shared/model/index.ts';

/** Jobs that go on and that ended lately, for a snapshot of the live stream. */
export class RecentJobs {
  /** So many are kept at most, but for those that have not ended. */
  static readonly most = 20;
  readonly #jobs = new Map<string, Job>();

  add(job: Job): void {
    this.#jobs.set(job.job_id, job);
    for (const { job_id, finished_at } of this.all()) {
      if (this.#jobs.size <= RecentJobs.most) return;
      if (finished_at !== null) this.#jobs.delete(job_id);
    }
  }

  get(jobId: string): Job | undefined {
    return this.#jobs.get(jobId);
  }

  /** The newest last. */
  all(): Job[] {
    return [...this.#jobs.values()].sort((a, b) => (a.job_id < b.job_id ? -1 : 1));
  }
}
