import { isKept } from '../../src-shared/event-entry.ts';
import type { FarmEvent, NewEvent } from '../../src-shared/model/index.ts';
import type { Clock } from '../runtime/clock.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';

/** Where events are kept. */
export interface Journal {
  /** Writes it soon, together with others. */
  add(event: FarmEvent): void;
  /**
   * Resolves when it is on disk. Rejects where it cannot be written now; it stays due, and is never
   * dropped.
   */
  write(event: FarmEvent): Promise<void>;
}

export interface BusOptions {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly onError: (error: unknown) => void;
}

export type PublishEvent = (event: NewEvent) => void;
export type RecordEvent = (event: NewEvent) => Promise<void>;

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
   * this resolves. Every requested change is recorded so before its operation answers; those
   * entries are the audit. Rejects with the store's error where it cannot be written now.
   */
  readonly record: RecordEvent = async (what) => {
    const event = this.#complete(what);
    await this.#options.journal.write(event);
    this.#notify(event);
  };

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
