import type { Clock } from '../runtime/clock.ts';

const WINDOW_MS = 300_000;
/** One or two polls may be late while the computer wakes up or another program starts. */
export const BUSY_FROM_STARVED_POLLS = 3;

/**
 * The polls of the last five minutes that this computer was too busy to complete. Their miners may
 * have answered.
 */
export class StarvedPolls {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  #endedMs: number[] = [];

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  note(): void {
    this.#endedMs.push(this.#clock.monotonicMs());
  }

  count(): number {
    const fromMs = this.#clock.monotonicMs() - WINDOW_MS;
    this.#endedMs = this.#endedMs.filter((ms) => ms > fromMs);
    return this.#endedMs.length;
  }
}
