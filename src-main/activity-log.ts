import type { ActivityEntry, NewActivityEntry } from '../src-shared/model/index.ts';
import type { Clock } from './clock.ts';
import type { Store } from './store/store.ts';

const GATHER_MS = 200;

/** What happened, for the activity screen: gathered for a moment, written together, then shown. */
export class ActivityLog {
  readonly #store: Pick<Store, 'recordActivity'>;
  readonly #clock: Clock;
  readonly #onAdded: (entries: readonly ActivityEntry[]) => void;
  readonly #onError: (error: unknown) => void;
  #waiting: NewActivityEntry[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(
    store: Pick<Store, 'recordActivity'>,
    clock: Clock,
    onAdded: (entries: readonly ActivityEntry[]) => void,
    onError: (error: unknown) => void,
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#onAdded = onAdded;
    this.#onError = onError;
  }

  add(entry: Omit<NewActivityEntry, 'at'>): void {
    this.#waiting.push({ at: this.#clock.nowMs(), ...entry });
    this.#timer ??= setTimeout(() => void this.flush(), GATHER_MS);
  }

  /** Writes what waits. An entry that cannot be written is reported, and the program goes on. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const entries = this.#waiting;
    this.#waiting = [];
    if (entries.length === 0) return;
    try {
      this.#onAdded(await this.#store.recordActivity(entries));
    } catch (error) {
      this.#onError(error);
    }
  }
}
