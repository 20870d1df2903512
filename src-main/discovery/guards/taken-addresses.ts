import { MINUTE_MS } from '../../../src-shared/durations.ts';
import type { Clock } from '../../runtime/clock.ts';

/**
 * For so long another device must answer at a miner's address until it is believed to be there
 * instead: a miner that starts, or is being flashed, can answer as one for a few minutes.
 */
const BELIEVED_AFTER_MS = 10 * MINUTE_MS;

/** Since when another device has answered at the addresses of miners that do not. */
export class TakenAddresses {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #sinceMs = new Map<string, number>();

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  /** Another device answers in the place of a miner. Returns whether the miner is gone. */
  note(id: string): boolean {
    const nowMs = this.#clock.monotonicMs();
    const sinceMs = this.#sinceMs.get(id) ?? nowMs;
    this.#sinceMs.set(id, sinceMs);
    return nowMs - sinceMs >= BELIEVED_AFTER_MS;
  }

  /** Anything else was found of it, or it is of the farm no more. */
  forget(id: string): void {
    this.#sinceMs.delete(id);
  }

  ids(): string[] {
    return [...this.#sinceMs.keys()];
  }
}
