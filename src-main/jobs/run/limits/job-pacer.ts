import type { Clock } from '../../../runtime/clock.ts';
import { Latch } from './latch.ts';

/**
 * Decides when the next miner of a job may begin: none while the job is paused, and no faster than
 * its pace. First come, first served.
 */
export class JobPacer {
  readonly #clock: Clock;
  readonly #paceMs: number;
  readonly #latch = new Latch();
  #closing = new AbortController();
  /** Cached, because thousands of miners wait on the same signal. */
  #notNow: { readonly of: AbortSignal; readonly either: AbortSignal } | null = null;
  #queue: Promise<void> = Promise.resolve();
  #nextMs = 0;

  /** `paceMs` is the time between two miners; 0 for no pace. */
  constructor(clock: Clock, paceMs: number) {
    this.#clock = clock;
    this.#paceMs = paceMs;
  }

  get isClosed(): boolean {
    return this.#latch.isClosed;
  }

  /** Aborts when the pacer closes or the signal aborts. */
  notNow(signal: AbortSignal): AbortSignal {
    if (this.#notNow?.of !== signal) {
      this.#notNow = { of: signal, either: AbortSignal.any([signal, this.#closing.signal]) };
    }
    return this.#notNow.either;
  }

  close(): void {
    this.#latch.close();
    this.#closing.abort();
  }

  open(): void {
    this.#closing = new AbortController();
    this.#notNow = null;
    this.#latch.open();
  }

  /** Resolves when the pacer is open, or the signal aborts. */
  opened(signal: AbortSignal): Promise<void> {
    return this.#latch.opened(signal);
  }

  /** Resolves when the next miner may begin, or the signal aborts. */
  pass(signal: AbortSignal): Promise<void> {
    const turn = this.#queue.then(() => this.#turn(signal));
    this.#queue = turn;
    return turn;
  }

  async #turn(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.opened(signal);
      const monotonicMs = this.#clock.monotonicMs();
      const waitMs = this.#nextMs - monotonicMs;
      if (waitMs <= 0) {
        this.#nextMs = Math.max(monotonicMs, this.#nextMs) + this.#paceMs;
        return;
      }
      await this.#clock.sleep(waitMs, this.notNow(signal));
    }
  }
}
