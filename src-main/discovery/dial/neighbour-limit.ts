/**
 * How long a silent address of the own link holds its entry in the neighbour table: three ARP
 * requests one second apart, plus the delay of the system's timers. Until then no other address can
 * use the entry.
 */
export const NEIGHBOUR_HELD_MS = 4000;

/** Entries that another scan has taken, and the minimum time since then. */
export interface TakenEntries {
  readonly entries: number;
  readonly agoMs: number;
}

/**
 * Limits how many addresses of the own link are dialled within the time that a silent one holds its
 * entry in this computer's neighbour table. When that table is full, the system drops packets
 * without an error, and miners would be missed.
 */
export class NeighbourLimit {
  readonly #entries: number;
  /** Starts of the last `#entries` dials; the oldest is at `#oldest` once the list is full. */
  #begun: number[] = [];
  #oldest = 0;

  /** `taken` is null where no entries were taken before. */
  constructor(entries: number, taken: TakenEntries | null, monotonicMs: number) {
    this.#entries = Math.max(1, entries);
    if (taken === null) return;
    const length = Math.min(this.#entries, taken.entries);
    this.#begun = Array.from({ length }, () => monotonicMs - taken.agoMs);
  }

  /** Returns 0 if an entry was taken to dial now, else the milliseconds to wait for one. */
  take(monotonicMs: number): number {
    if (this.#begun.length < this.#entries) {
      this.#begun.push(monotonicMs);
      return 0;
    }
    const freeAtMs = (this.#begun[this.#oldest] as number) + NEIGHBOUR_HELD_MS;
    if (monotonicMs < freeAtMs) return freeAtMs - monotonicMs;
    this.#begun[this.#oldest] = monotonicMs;
    this.#oldest = (this.#oldest + 1) % this.#entries;
    return 0;
  }
}
