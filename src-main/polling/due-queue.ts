/** When each miner is to be asked next, on the monotonic clock. Pure bookkeeping: it neither waits nor asks. */
export class DueQueue {
  readonly #due = new Map<string, { atMs: number; busy: boolean }>();

  /**
   * Takes over the list of who is polled. Newcomers are spread from now on, 5 ms apart and at most over one interval, so that ten
   * thousand of them do not all fall due at once, and one of them is asked at once. Who is no longer on the list is forgotten.
   */
  setMembers(ids: readonly string[], nowMs: number, intervalMs: number): void {
    const members = new Set(ids);
    for (const id of this.#due.keys()) if (!members.has(id)) this.#due.delete(id);
    const newcomers = ids.filter((id) => !this.#due.has(id));
    const stepMs = Math.min(NEWCOMER_STEP_MS, intervalMs / Math.max(1, newcomers.length));
    newcomers.forEach((id, i) => {
      this.#due.set(id, { atMs: nowMs + i * stepMs, busy: false });
    });
  }

  /** Up to `most` miners whose time has come, the longest waiting first. They count as busy until `schedule`. */
  take(nowMs: number, most: number): string[] {
    const ready = [...this.#due]
      .filter(([, due]) => !due.busy && due.atMs <= nowMs)
      .sort((a, b) => a[1].atMs - b[1].atMs);
    return ready.slice(0, Math.max(0, most)).map(([id, due]) => {
      due.busy = true;
      return id;
    });
  }

  /** When a miner was to be asked; null if it is no member. */
  dueAt(id: string): number | null {
    return this.#due.get(id)?.atMs ?? null;
  }

  schedule(id: string, atMs: number): void {
    const due = this.#due.get(id);
    if (due === undefined) return;
    due.atMs = atMs;
    due.busy = false;
  }

  /** The next moment at which somebody falls due; null if everybody is busy or nobody is there. */
  nextAt(): number | null {
    let next: number | null = null;
    for (const due of this.#due.values()) if (!due.busy && (next === null || due.atMs < next)) next = due.atMs;
    return next;
  }

  get size(): number {
    return this.#due.size;
  }
}

const NEWCOMER_STEP_MS = 5;
