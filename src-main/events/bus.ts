import { isKept } from '../../src-shared/events/event-entry.ts';
import type { EventCode, EventOf, FarmEvent, NewEvent } from '../../src-shared/model/index.ts';
import type { Clock } from '../runtime/clock.ts';
import type { ArgsOf, ResultOf } from '../runtime/threads/thread-calls.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';
import type { RecordedCall, RecordedChange, RecordedWrites } from '../store/store-calls.ts';

/** Stores events. */
export interface Journal {
  /** Writes the event soon, together with others. */
  add(event: FarmEvent): void;
  /**
   * Resolves when the event is on disk. Rejects if it cannot be written now; it remains due, and is
   * never dropped.
   */
  write(event: FarmEvent): Promise<void>;
  /**
   * Writes a change of the store together with these events, in one transaction. Resolves with its
   * result, and whether the events were written: they are not if nothing was changed.
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

/** All events pass through this bus, to the activity and to listeners. */
export class EventBus {
  readonly #options: BusOptions;
  readonly #listeners = new Set<(event: FarmEvent) => void>();

  constructor(options: BusOptions) {
    this.#options = options;
  }

  /** Calls back with each event, in order. Returns a function that ends the subscription. */
  subscribe(listener: (event: FarmEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Notifies listeners at once; the event is on disk a moment later, if its kind is stored. */
  readonly publish: PublishEvent = (what) => {
    const event = this.#complete(what);
    if (isKept(event)) this.#options.journal.add(event);
    this.#notify(event);
  };

  /**
   * For an event that must not be lost and is not a change of the database. It is on disk before
   * listeners are notified and before this resolves. Rejects with the store's error if it cannot be
   * written now.
   */
  readonly record: RecordEvent = async (what) => {
    await this.recordPrepared(this.#complete(what));
  };

  /**
   * Changes the database and writes the events of the change in one transaction. Every requested
   * change is made this way; its entries are the audit. Listeners are notified afterwards. Rejects
   * with the store's error; then nothing was changed.
   */
  readonly change: RecordChange = async (what, call, ...args) => {
    const events = what.map((event) => this.#complete(event));
    const change = { call, args } as unknown as RecordedChange;
    const { value, isWritten } = await this.#options.journal.writeChange(events, change);
    if (isWritten) for (const event of events) this.#notify(event);
    return value as never;
  };

  /** An event with its id and time, for `recordPrepared` later. */
  prepare<C extends EventCode>(what: NewEvent & { readonly event: C }): EventOf<C> {
    return this.#complete(what) as EventOf<C>;
  }

  /** Like `record`, for a prepared event. An event that is already on disk is not written again. */
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
