import type { Clock } from '../../../runtime/clock.ts';
import type { Cost } from '../../plan/start-cost.ts';

export const WINDOW_MS = 60_000;
/** Checks at least this often, so that a changed setting takes effect soon. */
const LONGEST_SLEEP_MS = 1000;

/** `actions.starts_per_minute` and `start_kw_per_minute`, see `src-shared/setting-defaults/job-waves-and-starts.ts`. */
export interface StartLimits {
  /** 0 is no limit, in both. */
  readonly startsPerMinute: number;
  readonly kwPerMinute: number;
}

/** The stop came before there was room. */
export const NO_ROOM = Symbol('no room');

interface Taken {
  /** 1 for a start; 0 if it only adds power. */
  readonly starts: number;
  readonly kw: number;
  /** When the request was done; null until then. */
  doneAtMs: number | null;
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

  /**
   * Waits for room, and runs `work` with a share of the limit. If `work` calls `spend`, because it
   * is about to send the request, the share counts until a minute after its end; otherwise nothing
   * was sent, and the share is free again. Returns `NO_ROOM` if the signal aborted before there was
   * room.
   */
  async within<T>(
    cost: Cost,
    signal: AbortSignal,
    work: (spend: () => void) => Promise<T>,
  ): Promise<T | typeof NO_ROOM> {
    const turn = this.#queue.then(() => this.#wait(cost, signal));
    this.#queue = turn;
    const taken = await turn;
    if (taken === null) return NO_ROOM;
    let isSpent = false;
    try {
      return await work(() => {
        isSpent = true;
      });
    } finally {
      if (isSpent) taken.doneAtMs = this.#clock.monotonicMs();
      else this.#taken = this.#taken.filter((one) => one !== taken);
    }
  }

  /** Requests of an earlier run of the program, which count from now. */
  add(costs: readonly Cost[]): void {
    const doneAtMs = this.#clock.monotonicMs();
    this.#taken.push(...costs.map((cost) => ({ ...cost, doneAtMs })));
  }

  async #wait(cost: Cost, signal: AbortSignal): Promise<Taken | null> {
    while (!signal.aborted) {
      this.#forget();
      if (this.#hasRoom(cost)) {
        const taken: Taken = { ...cost, doneAtMs: null };
        this.#taken.push(taken);
        return taken;
      }
      const first = Math.min(...this.#taken.map(({ doneAtMs }) => doneAtMs ?? Number.POSITIVE_INFINITY));
      const waitMs = first + WINDOW_MS - this.#clock.monotonicMs();
      await this.#clock.sleep(Math.min(LONGEST_SLEEP_MS, Math.max(1, waitMs)), signal);
    }
    return null;
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
