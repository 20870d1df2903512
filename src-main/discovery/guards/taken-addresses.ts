import { MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import type { Clock } from '../../runtime/clock.ts';

/**
 * Another device must answer at a miner's address for this long before it counts as having replaced
 * the miner: a miner that starts or is being flashed can answer like another device for minutes.
 */
const BELIEVED_AFTER_MS = 10 * MINUTE_MS;

/** Tracks since when other devices have answered at the addresses of missing miners. */
export class TakenAddresses {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #sinceMs = new Map<string, number>();

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  /** Records that another device answers in its place. Returns whether the miner is gone. */
  note(id: string): boolean {
    const nowMs = this.#clock.monotonicMs();
    const sinceMs = this.#sinceMs.get(id) ?? nowMs;
    this.#sinceMs.set(id, sinceMs);
    return nowMs - sinceMs >= BELIEVED_AFTER_MS;
  }

  /** The miner was found, its address answers differently, or it is not in the farm any more. */
  forget(id: string): void {
    this.#sinceMs.delete(id);
  }

  ids(): string[] {
    return [...this.#sinceMs.keys()];
  }
}
