/** Which job has locked a miner. At most one does. */
export class MinerLocks {
  readonly #now = new Map<string, string>();
  readonly #last = new Map<string, string>();

  /** The job that has locked a miner now; null if none has. */
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

  /** Whether no other job has locked the miner since. */
  isOurs(minerId: string, jobId: string): boolean {
    return (this.#last.get(minerId) ?? jobId) === jobId;
  }

  /** The locked miners of each job. */
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
