import type { ActivityEntry, NewActivityEntry } from '../../src-shared/model/index.ts';
import type { Clock } from '../runtime/clock.ts';
import { TaskGroup } from '../runtime/task-group.ts';
import type { Store } from '../store/store.ts';

const GATHER_MS = 200;
/** What could not be written is tried again: the entry that says why must not be the one that is missing. */
const RETRY_MS = 5000;
/** While the database refuses, the oldest go first. */
const MOST_WAITING = 1000;

/** What happened, for the activity screen: gathered for a moment, written together, then shown. */
export class ActivityLog {
  readonly #store: Pick<Store, 'recordActivity'>;
  readonly #clock: Clock;
  readonly #onAdded: (entries: readonly ActivityEntry[]) => void;
  readonly #tasks: TaskGroup;
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
    this.#tasks = new TaskGroup(onError);
  }

  add(entry: Omit<NewActivityEntry, 'at'>): void {
    this.#waiting.push({ at: this.#clock.nowMs(), ...entry });
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
    this.#flushIn(GATHER_MS);
  }

  /** Writes what waits; what cannot be written stays due. Resolves when that is decided, and what was under way is. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#tasks.run(() => this.#write());
    await this.#tasks.idle();
  }

  async #write(): Promise<void> {
    const entries = this.#waiting;
    if (entries.length === 0) return;
    this.#waiting = [];
    let written: ActivityEntry[];
    try {
      written = await this.#store.recordActivity(entries);
    } catch {
      // Why is the store's to tell. One that was added meanwhile comes after those.
      this.#waiting = [...entries, ...this.#waiting].slice(-MOST_WAITING);
      this.#flushIn(RETRY_MS);
      return;
    }
    this.#onAdded(written);
  }

  #flushIn(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#tasks.run(() => this.#write());
    }, ms).unref();
  }
}
