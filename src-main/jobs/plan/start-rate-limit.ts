import type { Clock } from '../../runtime/clock.ts';

const WINDOW_MS = 60_000;
/** Checks at least this often, so that a changed setting takes effect soon. */
const LONGEST_SLEEP_MS = 1000;

/** `actions.starts_per_minute` and `start_kw_per_minute`, see `setting-defaults.ts`. */
export interface StartLimits {
  /** 0 is no limit, in both. */
  readonly startsPerMinute: number;
  readonly kwPerMinute: number;
}

interface Taken {
  /** 1 for a start; 0 if it only adds power. */
  readonly starts: number;
  readonly kw: number;
  /** When the request was done; null until then. */
  doneAtMs: number | null;
}

/** A part of the limit that is taken. */
export interface Share {
  /** The request is done: the share counts for one more minute. */
  done(): void;
  /** Nothing was sent: the share is free again. */
  giveBack(): void;
}

export interface Cost {
  readonly starts: number;
  readonly kw: number;
}

/**
 * Limits how many miners may start within a minute, and how much power they may add, over all jobs.
 * A share counts from before its request is sent until a minute after the response, so that the
 * limit also holds in every minute at the miners. First come, first served. A share that is larger
 * than the limit waits for an empty minute.
 */
export class StartRateLimit {
  readonly #clock: Clock;
  readonly #limits: () => StartLimits;
  #taken: Taken[] = [];
  #queue: Promise<unknown> = Promise.resolve();

  constructor(clock: Clock, limits: () => StartLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Null if the signal aborted before there was room. */
  take(cost: Cost, signal: AbortSignal): Promise<Share | null> {
    const turn = this.#queue.then(() => this.#wait(cost, signal));
    this.#queue = turn;
    return turn;
  }

  async #wait(cost: Cost, signal: AbortSignal): Promise<Share | null> {
    while (!signal.aborted) {
      this.#forget();
      if (this.#hasRoom(cost)) return this.#share(cost);
      const first = Math.min(...this.#taken.map(({ doneAtMs }) => doneAtMs ?? Number.POSITIVE_INFINITY));
      const waitMs = first + WINDOW_MS - this.#clock.monotonicMs();
      await this.#clock.sleep(Math.min(LONGEST_SLEEP_MS, Math.max(1, waitMs)), signal);
    }
    return null;
  }

  #share(cost: Cost): Share {
    const taken: Taken = { ...cost, doneAtMs: null };
    this.#taken.push(taken);
    return {
      done: () => {
        taken.doneAtMs ??= this.#clock.monotonicMs();
      },
      giveBack: () => {
        this.#taken = this.#taken.filter((one) => one !== taken);
      },
    };
  }

  #hasRoom({ starts, kw }: Cost): boolean {
    const { startsPerMinute, kwPerMinute } = this.#limits();
    const sum = (of: 'starts' | 'kw') => this.#taken.reduce((total, one) => total + one[of], 0);
    const fits = (used: number, cost: number, limit: number) =>
      limit === 0 || cost === 0 || used === 0 || used + cost <= limit;
    return fits(sum('starts'), starts, startsPerMinute) && fits(sum('kw'), kw, kwPerMinute);
  }

  #forget(): void {
    const since = this.#clock.monotonicMs() - WINDOW_MS;
    this.#taken = this.#taken.filter(({ doneAtMs }) => doneAtMs === null || doneAtMs > since);
  }
}
