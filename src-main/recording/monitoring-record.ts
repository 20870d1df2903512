import type { Clock } from '../runtime/clock.ts';
import { Loop } from '../runtime/loop.ts';
import type { Store } from '../store/store.ts';

export interface MonitoringRecordOptions {
  readonly store: Pick<Store, 'recordMonitored'>;
  /** Whether PowerHive monitors and records at present. */
  readonly isWatching: () => boolean;
  /** The ids of the monitored miners. */
  readonly monitored: () => readonly string[];
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

const INTERVAL_MS = 15_000;
/** A longer time between two runs was no monitoring: the computer slept, for example. */
const MOST_BETWEEN_MS = 3 * INTERVAL_MS;

/**
 * Records which miners are monitored, and when PowerHive monitors at all. Without it nobody could
 * say later of how many miners a sum is, and whether those that it lacks did not respond.
 */
export class MonitoringRecord {
  readonly loop: Loop;
  readonly #options: MonitoringRecordOptions;
  #written: readonly string[] | null = null;
  #watched: { readonly fromAt: number; readonly lastAt: number; readonly lastMs: number } | null = null;

  constructor(options: MonitoringRecordOptions) {
    this.#options = options;
    this.loop = new Loop({
      name: 'monitored',
      intervalMs: () => INTERVAL_MS,
      clock: options.clock,
      onError: options.onError,
      run: async () => {
        await this.#record();
        return {};
      },
    });
  }

  async #record(): Promise<void> {
    const { store, monitored, clock } = this.#options;
    const at = clock.nowMs();
    const watchedFrom = this.#watchedFrom(at);
    const now = monitored();
    const minerIds = this.#written !== null && isSame(now, this.#written) ? null : now;
    const isComplete = await store.recordMonitored({ at, watchedFrom, minerIds });
    if (minerIds !== null) this.#written = isComplete ? minerIds : null;
  }

  #watchedFrom(at: number): number | null {
    const { isWatching, clock } = this.#options;
    if (!isWatching()) {
      this.#watched = null;
      return null;
    }
    const lastMs = clock.monotonicMs();
    const before = this.#watched;
    // A clock that was set counts as a break: what lies between was not monitored.
    const goesOn =
      before !== null &&
      lastMs - before.lastMs <= MOST_BETWEEN_MS &&
      at >= before.lastAt &&
      at - before.lastAt <= MOST_BETWEEN_MS;
    this.#watched = { fromAt: goesOn ? before.fromAt : at, lastAt: at, lastMs };
    return this.#watched.fromAt;
  }
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((id, i) => id === others[i]);
}
