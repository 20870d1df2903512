/** The first pause: a miner that has just gone is back soon if it restarts. */
const SHORTEST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 60_000;
/** The pause is the time since the first try, divided by this, within the limits above. */
const PAUSES_SO_FAR = 20;

interface Turn {
  /** The time of the first try. */
  readonly sinceMs: number;
  readonly nextMs: number;
}

/** Decides when each offline miner is tried next. Sends nothing. */
export class ReturnBackoff {
  #turns = new Map<string, Turn>();

  /**
   * Up to `most` offline miners whose turn it is, the longest waiting first: every five seconds for
   * 100 seconds, then less often, and once a minute after 20 minutes. Miners that are not offline
   * any more are removed.
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

  /** Another host is at its address: it is tried like a miner that is gone for long. */
  isAnother(id: string): void {
    const turn = this.#turns.get(id);
    if (turn !== undefined) this.#turns.set(id, { ...turn, sinceMs: turn.sinceMs - PAUSES_SO_FAR * LONGEST_PAUSE_MS });
  }

  /** It is back with many others: the scan that is brought forward finds all of them. */
  isLeftToScan(id: string, monotonicMs: number): void {
    const turn = this.#turns.get(id);
    if (turn !== undefined) this.#turns.set(id, { ...turn, nextMs: monotonicMs + LONGEST_PAUSE_MS });
  }

  /** This computer is in another network now: all are tried at once. */
  soon(): void {
    this.#turns.clear();
  }
}
