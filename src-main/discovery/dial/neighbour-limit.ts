/**
 * How long a silent address of the own link holds its entry in the neighbour table: three requests
 * a second apart, and what the system's timers are late. Until then it can't give the entry to
 * another address.
 */
export const NEIGHBOUR_HELD_MS = 4000;

/** Entries that another scan has taken, and how long ago at the latest. */
export interface TakenEntries {
  readonly entries: number;
  readonly agoMs: number;
}

/**
 * Lets only so many addresses of the own link be dialled within the time that a silent one holds
 * its entry in this computer's neighbour table. Where that table is full the system drops what is
 * sent, without an error: miners would be missed.
 */
export class NeighbourLimit {
  readonly #entries: number;
  /** When the last `#entries` dials began, the oldest at `#oldest` once all places are taken. */
  #begun: number[] = [];
  #oldest = 0;

  /** `taken` before now, and null where nothing was. */
  constructor(entries: number, taken: TakenEntries | null, monotonicMs: number) {
    this.#entries = Math.max(1, entries);
    if (taken === null) return;
    const length = Math.min(this.#entries, taken.entries);
    this.#begun = Array.from({ length }, () => monotonicMs - taken.agoMs);
  }

  /** 0 takes an entry, to be dialled now; more is how many milliseconds to wait for one. */
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
