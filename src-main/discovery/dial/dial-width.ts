export interface WidthLimits {
  /** Sockets that a scan begins with. */
  readonly start: number;
  /** Sockets at once at most. */
  readonly most: number;
}

/**
 * Each dial that ends lets so many more begin while nothing has gone wrong, which triples the width
 * within one timeout.
 */
const GROWTH = 2;
/** After trouble it grows carefully: by an eighth within one timeout. */
const CAREFUL_GROWTH = 1 / 8;
/** Responses are judged in groups of this size. */
const GROUP = 64;
/**
 * Slower responses alone never make the width smaller than this: so careful a scan harms no
 * network.
 */
const LEAST_WHEN_SLOW = 64;

/**
 * How many sockets a scan may have open at the moment. It grows while no harm shows. It is halved
 * when the system has no socket left, and when responses take so long that some are likely to come
 * after the timeout: then a router or this machine has more to do than it can.
 */
export class DialWidth {
  readonly #most: number;
  readonly #timeoutMs: number;
  #width: number;
  #growth = GROWTH;
  /** Round trips of the responses since the last judgement. */
  #group: number[] = [];
  #quickestGroupMs = Number.POSITIVE_INFINITY;
  /** Until then nothing is judged: what ends now was begun before the last change. */
  #steadyAtMs = Number.NEGATIVE_INFINITY;

  constructor({ start, most }: WidthLimits, timeoutMs: number) {
    this.#most = Math.max(1, most);
    this.#width = Math.max(1, Math.min(start, this.#most));
    this.#timeoutMs = timeoutMs;
  }

  get now(): number {
    return Math.floor(this.#width);
  }

  /** A dial has had its socket to the end, however it ended. */
  ended(): void {
    this.#width = Math.min(this.#most, this.#width + this.#growth);
  }

  /** An address has answered after `tookMs`. */
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

  /** The system had no socket left while `held` dials had one: half of those from here on. */
  lacked(held: number, monotonicMs: number): void {
    this.#narrow(Math.min(this.#width, Math.max(1, held / 2)), monotonicMs);
  }

  #narrow(width: number, monotonicMs: number): void {
    this.#width = width;
    this.#growth = CAREFUL_GROWTH;
    this.#steadyAtMs = monotonicMs + this.#timeoutMs;
  }
}
