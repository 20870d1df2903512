import TinyQueue from 'tinyqueue';

const NEWCOMER_STEP_MS = 5;

interface Turn {
  readonly id: string;
  readonly atMs: number;
}

/** Tracks when each miner is polled next, on the monotonic clock. It neither waits nor polls. */
export class DueQueue {
  /**
   * The turn for which each member waits; null while it is polled. Other turns of it in the queue
   * are outdated.
   */
  readonly #members = new Map<string, Turn | null>();
  readonly #turns = new TinyQueue<Turn>([], (a, b) => a.atMs - b.atMs);
  #listed: readonly string[] | null = null;
  /** When the latest turn of each member was due. */
  readonly #dueAtMs = new Map<string, number>();

  /**
   * Sets the list of polled miners. New ones are polled soon, in any phase, but not all at once: 5
   * ms apart, over at most one interval, and the first now. Miners that are not on the list any
   * more are removed.
   */
  setMembers(ids: readonly string[], monotonicMs: number, intervalMs: number): void {
    if (ids === this.#listed) return;
    this.#listed = ids;
    const listed = new Set(ids);
    for (const id of this.#members.keys()) if (!listed.has(id)) this.#forget(id);
    const newcomers = ids.filter((id) => !this.#members.has(id));
    const stepMs = Math.min(NEWCOMER_STEP_MS, intervalMs / Math.max(1, newcomers.length));
    newcomers.forEach((id, i) => {
      this.#wait({ id, atMs: monotonicMs + i * stepMs });
    });
  }

  /**
   * Up to `most` miners that are due, the longest waiting first. They count as being polled until
   * `schedule`.
   */
  take(monotonicMs: number, most: number): string[] {
    const taken: string[] = [];
    while (taken.length < most) {
      const turn = this.#first();
      if (turn === null || turn.atMs > monotonicMs) break;
      this.#turns.pop();
      this.#members.set(turn.id, null);
      taken.push(turn.id);
    }
    return taken;
  }

  has(id: string): boolean {
    return this.#members.has(id);
  }

  /** Whether a miner is being polled now. */
  isTaken(id: string): boolean {
    return this.#members.get(id) === null;
  }

  /** When the latest turn of a miner was due; null if it is not a member. */
  dueAt(id: string): number | null {
    return this.#dueAtMs.get(id) ?? null;
  }

  schedule(id: string, atMs: number): void {
    if (this.#members.has(id)) this.#wait({ id, atMs });
  }

  /**
   * Moves the turns of waiting miners to an earlier time if there is one. Miners that are being
   * polled are not changed.
   */
  bringForward(atMsOf: (id: string) => number): void {
    for (const [id, turn] of this.#members) {
      if (turn === null) continue;
      const atMs = atMsOf(id);
      if (atMs < turn.atMs) this.#wait({ id, atMs });
    }
  }

  /** The time at which the next miner is due; null if all are being polled or there is none. */
  nextAt(): number | null {
    return this.#first()?.atMs ?? null;
  }

  get size(): number {
    return this.#members.size;
  }

  #wait(turn: Turn): void {
    this.#members.set(turn.id, turn);
    this.#dueAtMs.set(turn.id, turn.atMs);
    this.#turns.push(turn);
  }

  #forget(id: string): void {
    this.#members.delete(id);
    this.#dueAtMs.delete(id);
  }

  /** The earliest valid turn; outdated ones before it are removed. */
  #first(): Turn | null {
    for (let turn = this.#turns.peek(); turn !== undefined; turn = this.#turns.peek()) {
      if (this.#members.get(turn.id) === turn) return turn;
      this.#turns.pop();
    }
    return null;
  }
}
