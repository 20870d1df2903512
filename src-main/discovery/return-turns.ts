/** A miner that has just gone comes back soon, if it restarts: it is tried this often at first. */
const SHORTEST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 60_000;
/** A miner that is gone for so many pauses is tried half as often as one gone half as long. */
const PAUSES_SO_FAR = 20;

interface Turn {
  /** When it was first tried. */
  readonly sinceMs: number;
  readonly nextMs: number;
}

/** When each offline miner is to be tried next. Pure bookkeeping. */
export class ReturnTurns {
  #turns = new Map<string, Turn>();

  /**
   * Up to `most` of those that are offline and whose turn has come, the longest waiting first: every
   * five seconds for the first minutes, once a minute after twenty. Who is not offline any more is
   * forgotten.
   */
  take(offline: readonly string[], monotonicMs: number, most: number): string[] {
    const turns = new Map(
      offline.map((id) => [id, this.#turns.get(id) ?? { sinceMs: monotonicMs, nextMs: monotonicMs }]),
    );
    this.#turns = turns;
    const due = [...turns].filter(([, { nextMs }]) => nextMs <= monotonicMs);
    due.sort(([, a], [, b]) => a.nextMs - b.nextMs);
    return due.slice(0, most).map(([id, { sinceMs }]) => {
      const pauseMs = Math.max(SHORTEST_PAUSE_MS, Math.min((monotonicMs - sinceMs) / PAUSES_SO_FAR, LONGEST_PAUSE_MS));
      turns.set(id, { sinceMs, nextMs: monotonicMs + pauseMs });
      return id;
    });
  }

  /** Another host is where it was: it is tried as if it were gone for long. */
  isAnother(id: string): void {
    const turn = this.#turns.get(id);
    if (turn !== undefined) this.#turns.set(id, { ...turn, sinceMs: turn.sinceMs - PAUSES_SO_FAR * LONGEST_PAUSE_MS });
  }

  /** It is back with many others, and a scan was requested that finds all of them. */
  isLeftToScan(id: string, monotonicMs: number): void {
    const turn = this.#turns.get(id);
    if (turn !== undefined) this.#turns.set(id, { ...turn, nextMs: monotonicMs + LONGEST_PAUSE_MS });
  }

  /** This computer is in another network now: all are tried again soon. */
  soon(): void {
    this.#turns.clear();
  }
}
