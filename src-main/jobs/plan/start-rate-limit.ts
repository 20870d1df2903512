import type { Clock } from '../../runtime/clock.ts';

const WINDOW_MS = 60_000;
/** Looks again at least so often: a changed setting counts soon. */
const LONGEST_SLEEP_MS = 1000;

/** `actions.starts_per_minute` and `start_kw_per_minute`: defaults in `src-shared/setting-defaults.ts`. */
export interface StartLimits {
  /** 0 sets no limit. */
  readonly startsPerMinute: number;
  readonly kwPerMinute: number;
}

interface Taken {
  /** Whether it counts as a start, and not only as power. */
  readonly starts: number;
  readonly kw: number;
  /** When it was spent; null while its request is on the way. */
  doneAtMs: number | null;
}

/** A part of the limit that was taken. */
export interface Share {
  /** The request is over: from now on it counts for a minute. */
  done(): void;
  /** Nothing was sent: it is free again. */
  giveBack(): void;
}

export interface Cost {
  readonly starts: number;
  readonly kw: number;
}

/**
 * How many miners may begin to mine within a minute, and how much power they may add, over all
 * jobs. A share counts from before its request leaves until a minute after it was answered, so that
 * no minute at the miners holds more. First come, first served; one that is larger than the whole
 * limit waits for an empty minute.
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

  /** Null when the signal aborted before there was room. */
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
