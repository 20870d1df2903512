import type { JobItem, LiveEvent } from '../../../src-shared/model/index.ts';

/** A miner that is part of a job now. */
export interface InJob {
  readonly job_id: string;
  readonly verdict: JobItem['verdict'];
}

type JobEvent = Extract<LiveEvent, { type: 'job' }>;
type InJobs = NonNullable<Extract<LiveEvent, { type: 'snapshot' }>['in_jobs']>;

/** The miners that are in a job now, according to the live stream. */
export class MinersInJobs {
  readonly #miners = new Map<string, InJob>();

  get(minerId: string): InJob | undefined {
    return this.#miners.get(minerId);
  }

  /** Replaces all with the miners of a snapshot. */
  reset(inJobs: InJobs): void {
    this.#miners.clear();
    for (const { job_id, ids } of inJobs) for (const id of ids) this.#miners.set(id, { job_id, verdict: 'planned' });
  }

  apply({ job, items, taken }: JobEvent): void {
    const { job_id } = job;
    for (const id of taken ?? []) this.#miners.set(id, { job_id, verdict: 'planned' });
    for (const { id, verdict, finished_at } of items) {
      if (finished_at === null) this.#miners.set(id, { job_id, verdict });
      else if (this.#miners.get(id)?.job_id === job_id) this.#miners.delete(id);
    }
    if (job.finished_at === null) return;
    for (const [id, inJob] of this.#miners) if (inJob.job_id === job_id) this.#miners.delete(id);
  }
}
