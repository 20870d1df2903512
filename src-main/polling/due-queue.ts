import TinyQueue from 'tinyqueue';

const NEWCOMER_STEP_MS = 5;

interface Turn {
  readonly id: string;
  readonly atMs: number;
}

/**
 * When each miner is to be asked next, on the monotonic clock. Pure bookkeeping: it neither waits
 * nor asks.
 */
export class DueQueue {
  /**
   * The turn each member waits for; null while it is being asked. A turn in the queue that is not
   * this one has been overtaken.
   */
  readonly #members = new Map<string, Turn | null>();
  readonly #turns = new TinyQueue<Turn>([], (a, b) => a.atMs - b.atMs);
  #listed: readonly string[] | null = null;
  /** When each member was to be asked last. */
  readonly #dueAtMs = new Map<string, number>();

  /**
   * Takes over the list of who is polled. Newcomers are asked soon, whatever their phase, but not
   * all at once: 5 ms apart, at most over one interval, and the first of them now. Who is no longer
   * on the list is forgotten.
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
   * Up to `most` miners whose time has come, the longest waiting first. They count as being asked
   * until `schedule`.
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

  /** Whether it is being asked at this moment. */
  isTaken(id: string): boolean {
    return this.#members.get(id) === null;
  }

  /** When a miner was to be asked; null if it is no member. */
  dueAt(id: string): number | null {
    return this.#dueAtMs.get(id) ?? null;
  }

  schedule(id: string, atMs: number): void {
    if (this.#members.has(id)) this.#wait({ id, atMs });
  }

  /**
   * Gives each waiting miner an earlier turn where the one it waits for is later than that. Who is
   * being asked is left alone.
   */
  bringForward(atMsOf: (id: string) => number): void {
    for (const [id, turn] of this.#members) {
      if (turn === null) continue;
      const atMs = atMsOf(id);
      if (atMs < turn.atMs) this.#wait({ id, atMs });
    }
  }

  /** The next moment at which a miner falls due; null if all are being polled or there is none. */
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

  /** The earliest turn that still counts; those overtaken are dropped on the way. */
  #first(): Turn | null {
    for (let turn = this.#turns.peek(); turn !== undefined; turn = this.#turns.peek()) {
      if (this.#members.get(turn.id) === turn) return turn;
      this.#turns.pop();
    }
    return null;
  }
}
