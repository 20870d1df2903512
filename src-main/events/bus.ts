import { isKept } from '../../src-shared/event-entry.ts';
import type { EventCode, EventOf, FarmEvent, NewEvent } from '../../src-shared/model/index.ts';
import type { Clock } from '../runtime/clock.ts';
import type { ArgsOf, ResultOf } from '../runtime/threads/thread-calls.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';
import type { RecordedCall, RecordedChange, RecordedWrites } from '../store/store-calls.ts';

/** Where events are kept. */
export interface Journal {
  /** Writes it soon, together with others. */
  add(event: FarmEvent): void;
  /**
   * Resolves when it is on disk. Rejects where it cannot be written now; it stays due, and is never
   * dropped.
   */
  write(event: FarmEvent): Promise<void>;
  /**
   * Carries out a write of the store together with these events, in one transaction. Resolves with
   * what it returned, and whether the events are on disk: they are not where nothing was changed.
   */
  writeChange(events: readonly FarmEvent[], change: RecordedChange): Promise<{ value: unknown; isWritten: boolean }>;
}

export interface BusOptions {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly onError: (error: unknown) => void;
}

export type PublishEvent = (event: NewEvent) => void;
export type RecordEvent = (event: NewEvent) => Promise<void>;
export type RecordChange = <K extends RecordedCall>(
  events: readonly NewEvent[],
  call: K,
  ...args: ArgsOf<RecordedWrites[K]>
) => Promise<ResultOf<RecordedWrites[K]>>;

/**
 * The one place through which everything that happens becomes known: to the activity, and to
 * whoever listens.
 */
export class EventBus {
  readonly #options: BusOptions;
  readonly #listeners = new Set<(event: FarmEvent) => void>();

  constructor(options: BusOptions) {
    this.#options = options;
  }

  /** Calls back with each event, in their order. Returns the function that ends it. */
  subscribe(listener: (event: FarmEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Something happened: listeners learn it at once, and it is on disk a moment later if it is one
   * that is kept.
   */
  readonly publish: PublishEvent = (what) => {
    const event = this.#complete(what);
    if (isKept(event)) this.#options.journal.add(event);
    this.#notify(event);
  };

  /**
   * Something happened that must not be lost: it is on disk before listeners learn it, and before
   * this resolves: for what is not a change of the database. Rejects with the store's error where
   * it cannot be written now.
   */
  readonly record: RecordEvent = async (what) => {
    await this.recordPrepared(this.#complete(what));
  };

  /**
   * Changes the database and says so: the change and its events are on disk together, or neither
   * is. Every requested change is made so; those entries are the audit. Listeners learn of it
   * after that. Rejects with the store's error, and nothing has happened then.
   */
  readonly change: RecordChange = async (what, call, ...args) => {
    const events = what.map((event) => this.#complete(event));
    const change = { call, args } as unknown as RecordedChange;
    const { value, isWritten } = await this.#options.journal.writeChange(events, change);
    if (isWritten) for (const event of events) this.#notify(event);
    return value as never;
  };

  /** An event with its id and its moment, before it has happened: for `recordPrepared`. */
  prepare<C extends EventCode>(what: NewEvent & { readonly event: C }): EventOf<C> {
    return this.#complete(what) as EventOf<C>;
  }

  /**
   * As `record`, of an event that was prepared; one that is on disk already is not written again.
   */
  async recordPrepared(event: FarmEvent): Promise<void> {
    await this.#options.journal.write(event);
    this.#notify(event);
  }

  #complete(what: NewEvent): FarmEvent {
    const at = this.#options.clock.nowMs();
    const { event, data, miner_id = null, actor = null } = what;
    return { event_id: uuidV7(), event, at, actor, miner_id, data } as FarmEvent;
  }

  #notify(event: FarmEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#options.onError(error);
      }
    }
  }
}
