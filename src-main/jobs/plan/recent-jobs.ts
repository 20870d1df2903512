import type { Job } from '../../../src-shared/model/index.ts';
import { noLongerRecent } from '../../../src-shared/recent-items.ts';

/** Jobs that are open or ended recently, for a snapshot of the live stream. */
export class RecentJobs {
  readonly #jobs = new Map<string, Job>();

  add(job: Job): void {
    this.#jobs.set(job.job_id, job);
    for (const { job_id } of noLongerRecent(this.all())) this.#jobs.delete(job_id);
  }

  get(jobId: string): Job | undefined {
    return this.#jobs.get(jobId);
  }

  /** The newest last. */
  all(): Job[] {
    return [...this.#jobs.values()].sort((a, b) => (a.job_id < b.job_id ? -1 : 1));
  }
}
