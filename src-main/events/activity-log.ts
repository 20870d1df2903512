import { entryOf } from '../../src-shared/events/event-entry.ts';
import type { ActivityEntry, EventOf, FarmEvent, NewActivityEntry } from '../../src-shared/model/index.ts';
import { TaskGroup } from '../runtime/task-group.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';
import type { Store, StoredMiner } from '../store/store.ts';
import type { RecordedChange } from '../store/store-calls.ts';
import type { Journal } from './bus.ts';
import { DURABILITY } from './event-durability.ts';

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

export interface ActivityLogOptions {
  readonly store: Pick<Store, 'recordActivity' | 'recordChange' | 'upsertObserved'>;
  /** Writes the rows of these miners, as far as they are not on disk, with `writeMiners`. */
  readonly saveMiners: (ids: readonly string[]) => Promise<void>;
  readonly onAdded: (entries: readonly ActivityEntry[]) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Writes events as entries of the activity: collected briefly, written together, then shown. What
 * was observed of miners is written with their rows (event-durability.ts).
 */
export class ActivityLog implements Journal {
  readonly #options: ActivityLogOptions;
  readonly #tasks: TaskGroup;
  #waiting: NewActivityEntry[] = [];
  /** What was dropped since the last write. */
  #lost: Lost | null = null;
  /** Whether a caller waits for pending entries to be on disk. */
  #isAwaited = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: ActivityLogOptions) {
    this.#options = options;
    this.#tasks = new TaskGroup(options.onError);
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
    const observed = change.call === 'upsertMiners' ? this.#takeObserved(change.args[0]) : [];
    this.#tasks.run(async () => {
      try {
        const { value, entries } = await this.#options.store.recordChange(
          [...observed, ...events.map(entryOf)],
          change,
        );
        if (entries.length > 0) this.#options.onAdded(entries);
        resolve({ value, isWritten: entries.length > 0 });
      } catch (error) {
        this.#putBack(observed);
        reject(error);
      }
    });
    return promise;
  }

  /**
   * Writes rows of miners together with the waiting entries about what was observed of them. Rejects
   * with the store's error; the entries then stay due.
   */
  async writeMiners(miners: readonly StoredMiner[]): Promise<void> {
    const observed = this.#takeObserved(miners);
    try {
      const written = await this.#options.store.upsertObserved(miners, observed);
      if (written.length > 0) this.#options.onAdded(written);
    } catch (error) {
      this.#putBack(observed);
      throw error;
    }
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
    const observed = new Set(this.#waiting.filter(isObserved));
    try {
      const ids = new Set([...observed].flatMap(({ miner_id }) => miner_id ?? []));
      if (ids.size > 0) await this.#options.saveMiners([...ids]);
    } catch {
      // The store reports the reason.
      observed.clear();
      this.#flushIn(RETRY_MS);
    }
    // Of those that still wait the row was on disk already, or has left the farm.
    return this.#writeEntries(this.#take((entry) => !isObserved(entry) || observed.has(entry)));
  }

  async #writeEntries(entries: readonly NewActivityEntry[]): Promise<unknown> {
    const lost = this.#lost;
    if (entries.length === 0 && lost === null) return null;
    this.#lost = null;
    const isAwaited = this.#isAwaited;
    this.#isAwaited = false;
    let written: ActivityEntry[];
    try {
      const all = lost === null ? entries : [lostEntry(lost), ...entries];
      written = await this.#options.store.recordActivity(all, isAwaited || entries.some(isAudit));
    } catch (error) {
      this.#lost = bothLost(lost, this.#lost);
      this.#isAwaited ||= isAwaited;
      this.#putBack(entries);
      return error;
    }
    this.#options.onAdded(written);
    return null;
  }

  /** Removes the entries that wait and match, and returns them. */
  #take(matches: (entry: NewActivityEntry) => boolean): NewActivityEntry[] {
    const { taken = [], left = [] } = Object.groupBy(this.#waiting, (entry) => (matches(entry) ? 'taken' : 'left'));
    this.#waiting = left;
    return taken;
  }

  #takeObserved(miners: readonly StoredMiner[]): NewActivityEntry[] {
    if (this.#waiting.length === 0) return [];
    const ids = new Set(miners.map(({ id }) => id));
    return this.#take((entry) => isObserved(entry) && entry.miner_id !== null && ids.has(entry.miner_id));
  }

  /** These could not be written: the store reports the reason. Later entries come after them. */
  #putBack(entries: readonly NewActivityEntry[]): void {
    if (entries.length === 0) return;
    this.#waiting = [...entries, ...this.#waiting];
    this.#dropOldest();
    this.#flushIn(RETRY_MS);
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

/** Whether an entry reports what the row of its miner keeps, and belongs into one transaction with it. */
function isObserved({ event }: NewActivityEntry): boolean {
  return event !== null && DURABILITY[event] === 'miner';
}

/** Whether an entry is part of the audit: it has an actor. */
function isAudit({ actor }: NewActivityEntry): boolean {
  return actor !== null;
}
