/** Which job has a miner: one at a time. */
export class MinerLocks {
  readonly #now = new Map<string, string>();
  readonly #last = new Map<string, string>();

  /** The job in which a miner is now; null where it is in none. */
  of(minerId: string): string | null {
    return this.#now.get(minerId) ?? null;
  }

  lock(minerId: string, jobId: string): void {
    this.#now.set(minerId, jobId);
    this.#last.set(minerId, jobId);
  }

  unlock(minerId: string, jobId: string): void {
    if (this.#now.get(minerId) === jobId) this.#now.delete(minerId);
  }

  /** Whether no other job has had the miner since. */
  isOurs(minerId: string, jobId: string): boolean {
    return (this.#last.get(minerId) ?? jobId) === jobId;
  }

  /** The miners of each job. */
  byJob(): Map<string, string[]> {
    const jobs = new Map<string, string[]>();
    for (const [minerId, jobId] of this.#now) {
      const ids = jobs.get(jobId);
      if (ids === undefined) jobs.set(jobId, [minerId]);
      else ids.push(minerId);
    }
    return jobs;
  }
}
