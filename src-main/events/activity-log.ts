import { entryOf } from '../../src-shared/events/event-entry.ts';
import type { ActivityEntry, EventOf, FarmEvent, NewActivityEntry } from '../../src-shared/model/index.ts';
import { TaskGroup } from '../runtime/task-group.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';
import type { Store } from '../store/store.ts';
import type { RecordedChange } from '../store/store-calls.ts';
import type { Journal } from './bus.ts';

const GATHER_MS = 200;
/**
 * Wait before a failed write is retried, so that the entry about the failure itself is not lost.
 */
const RETRY_MS = 5000;
/**
 * While the database refuses writes, the oldest entries are dropped, but never those of the audit.
 * An entry in their place says how many they were.
 */
const MOST_WAITING = 1000;

/** Writes events as entries of the activity: collected briefly, written together, then shown. */
export class ActivityLog implements Journal {
  readonly #store: Pick<Store, 'recordActivity' | 'recordChange'>;
  readonly #onAdded: (entries: readonly ActivityEntry[]) => void;
  readonly #tasks: TaskGroup;
  #waiting: NewActivityEntry[] = [];
  /** What was dropped since the last write. */
  #lost: Lost | null = null;
  /** Whether a caller waits for pending entries to be on disk. */
  #isAwaited = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    store: Pick<Store, 'recordActivity' | 'recordChange'>,
    onAdded: (entries: readonly ActivityEntry[]) => void,
    onError: (error: unknown) => void,
  ) {
    this.#store = store;
    this.#onAdded = onAdded;
    this.#tasks = new TaskGroup(onError);
  }

  add(event: FarmEvent): void {
    this.#waiting.push(entryOf(event));
    this.#dropOldest();
    this.#flushIn(GATHER_MS);
  }

  async write(event: FarmEvent): Promise<void> {
    this.#waiting.push(entryOf(event));
    this.#isAwaited = true;
    const failure = await this.#writeNow();
    if (failure !== null) throw failure;
  }

  async writeChange(
    events: readonly FarmEvent[],
    change: RecordedChange,
  ): Promise<{ value: unknown; isWritten: boolean }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ value: unknown; isWritten: boolean }>();
    this.#tasks.run(async () => {
      try {
        const { value, entries } = await this.#store.recordChange(events.map(entryOf), change);
        if (entries.length > 0) this.#onAdded(entries);
        resolve({ value, isWritten: entries.length > 0 });
      } catch (error) {
        reject(error);
      }
    });
    return promise;
  }

  /**
   * Writes the waiting entries; those that cannot be written remain due. Resolves when this and
   * pending writes have ended.
   */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#writeNow();
    await this.#tasks.idle();
  }

  /** Resolves with null when all waiting entries are written, else with the error. */
  #writeNow(): Promise<unknown> {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.#tasks.run(async () => resolve(await this.#write()));
    return promise;
  }

  async #write(): Promise<unknown> {
    const entries = this.#waiting;
    if (entries.length === 0) return null;
    const lost = this.#lost;
    this.#waiting = [];
    this.#lost = null;
    const isAwaited = this.#isAwaited;
    this.#isAwaited = false;
    let written: ActivityEntry[];
    try {
      const all = lost === null ? entries : [lostEntry(lost), ...entries];
      written = await this.#store.recordActivity(all, isAwaited || entries.some(isAudit));
    } catch (error) {
      // The store reports the reason. Entries that were added meanwhile come after these.
      this.#waiting = [...entries, ...this.#waiting];
      this.#lost = bothLost(lost, this.#lost);
      this.#isAwaited ||= isAwaited;
      this.#dropOldest();
      this.#flushIn(RETRY_MS);
      return error;
    }
    this.#onAdded(written);
    return null;
  }

  #dropOldest(): void {
    for (let over = this.#waiting.length - MOST_WAITING; over > 0; over -= 1) {
      const oldest = this.#waiting.findIndex((entry) => !isAudit(entry));
      if (oldest < 0) return;
      for (const { at } of this.#waiting.splice(oldest, 1)) {
        this.#lost = bothLost(this.#lost, { count: 1, from_at: at, to_at: at });
      }
    }
  }

  #flushIn(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#tasks.run(() => this.#write());
    }, ms).unref();
  }
}

type Lost = EventOf<'activity_lost'>['data'];

function bothLost(one: Lost | null, other: Lost | null): Lost | null {
  if (one === null || other === null) return one ?? other;
  return {
    count: one.count + other.count,
    from_at: Math.min(one.from_at, other.from_at),
    to_at: Math.max(one.to_at, other.to_at),
  };
}

/** The entry for dropped ones, at the time of the last of them. */
function lostEntry(data: Lost): NewActivityEntry {
  const about = { event_id: uuidV7(), at: data.to_at, actor: null, miner_id: null } as const;
  return entryOf({ ...about, event: 'activity_lost', data });
}

/** Whether an entry is part of the audit: it has an actor. */
function isAudit({ actor }: NewActivityEntry): boolean {
  return actor !== null;
}
