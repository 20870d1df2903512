export interface WidthLimits {
  /** Sockets that a scan begins with. */
  readonly start: number;
  /** Sockets at once at most, from dial-limits.ts. */
  readonly most: number;
}

/**
 * Each dial that ends adds this to the width until there is trouble, which triples the width within
 * one timeout.
 */
const GROWTH = 2;
/** Growth after trouble: by an eighth within one timeout. */
const CAREFUL_GROWTH = 1 / 8;
/** Responses are judged in groups of this size. */
const GROUP = 64;
/** Slow responses alone never reduce the width below this: so few sockets harm no network. */
const LEAST_WHEN_SLOW = 64;

/**
 * How many sockets a scan may have open now. The width grows while there is no trouble. It is
 * halved when the system runs out of sockets, and when responses become so slow that some may miss
 * the timeout: a router or this computer is then overloaded.
 */
export class AdaptiveWidth {
  readonly #most: number;
  readonly #timeoutMs: number;
  #width: number;
  #growth = GROWTH;
  /** Round trips of the responses since the last judgement. */
  #group: number[] = [];
  #quickestGroupMs = Number.POSITIVE_INFINITY;
  /** Until this time nothing is judged, because dials that end now began before the last change. */
  #steadyAtMs = Number.NEGATIVE_INFINITY;

  constructor({ start, most }: WidthLimits, timeoutMs: number) {
    this.#most = Math.max(1, most);
    this.#width = Math.max(1, Math.min(start, this.#most));
    this.#timeoutMs = timeoutMs;
  }

  get now(): number {
    return Math.floor(this.#width);
  }

  /** Call this when a dial has ended, with any result. */
  ended(): void {
    this.#width = Math.min(this.#most, this.#width + this.#growth);
  }

  /** An address has answered within `tookMs`. */
  answered(tookMs: number, monotonicMs: number): void {
    this.#group.push(tookMs);
    if (this.#group.length < GROUP) return;
    const typicalMs = this.#group.sort((a, b) => a - b)[GROUP / 2] as number;
    this.#group = [];
    const isSlow = typicalMs > this.#timeoutMs / 2 && typicalMs > 2 * this.#quickestGroupMs;
    this.#quickestGroupMs = Math.min(this.#quickestGroupMs, typicalMs);
    if (!isSlow || monotonicMs < this.#steadyAtMs || this.#width <= LEAST_WHEN_SLOW) return;
    this.#narrow(Math.max(LEAST_WHEN_SLOW, this.#width / 2), monotonicMs);
  }

  /** The system ran out of sockets while `held` dials had one: the width becomes half of those. */
  lacked(held: number, monotonicMs: number): void {
    this.#narrow(Math.min(this.#width, Math.max(1, held / 2)), monotonicMs);
  }

  #narrow(width: number, monotonicMs: number): void {
    this.#width = width;
    this.#growth = CAREFUL_GROWTH;
    this.#steadyAtMs = monotonicMs + this.#timeoutMs;
  }
}
