import type { Job, JobItem, LiveEvent } from '../../../src-shared/model/index.ts';

/** A miner that is part of a job now. */
export interface InJob {
  readonly job_id: string;
  readonly verdict: JobItem['verdict'];
  /** The action, and when it was begun on the miner; null while that is not known. */
  readonly action: Job['action'] | null;
  readonly started_at: number | null;
}

type JobEvent = Extract<LiveEvent, { type: 'job' }>;
type InJobs = NonNullable<Extract<LiveEvent, { type: 'snapshot' }>['in_jobs']>;

/** The miners that are in a job now, according to the live stream. */
export class MinersInJobs {
  readonly #miners = new Map<string, InJob>();

  get(minerId: string): InJob | undefined {
    return this.#miners.get(minerId);
  }

  /** The miners that a job has now. */
  of(jobId: string): (InJob & { readonly id: string })[] {
    return [...this.#miners].flatMap(([id, one]) => (one.job_id === jobId ? [{ ...one, id }] : []));
  }

  /** Replaces all with the miners of a snapshot. */
  reset(inJobs: InJobs): void {
    this.#miners.clear();
    for (const { job_id, ids } of inJobs) {
      for (const id of ids) this.#miners.set(id, { job_id, verdict: 'planned', action: null, started_at: null });
    }
  }

  apply({ job, items, taken }: JobEvent): void {
    const { job_id, action } = job;
    for (const id of taken ?? []) this.#miners.set(id, { job_id, verdict: 'planned', action, started_at: null });
    for (const { id, verdict, started_at, finished_at } of items) {
      if (finished_at === null) this.#miners.set(id, { job_id, verdict, action, started_at });
      else if (this.#miners.get(id)?.job_id === job_id) this.#miners.delete(id);
    }
    if (job.finished_at === null) return;
    for (const [id, inJob] of this.#miners) if (inJob.job_id === job_id) this.#miners.delete(id);
  }
}
