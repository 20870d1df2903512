import type { Clock } from '../../runtime/clock.ts';
import { within } from '../../runtime/within.ts';
import type { StoredDelivery } from '../../store/store.ts';
import type { OutboxStore } from './channel-queue.ts';

/** A disk that has not answered after so long holds back no message. */
const DISK_MS = 20_000;

/**
 * Messages that could not be put on disk. They are sent from memory, and are put there with what
 * became of them as soon as it takes them.
 */
export class UnsavedDeliveries {
  readonly #store: OutboxStore;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  readonly #unsaved = new Map<string, StoredDelivery>();

  constructor(store: OutboxStore, clock: Clock, onError: (error: unknown) => void) {
    this.#store = store;
    this.#clock = clock;
    this.#onError = onError;
  }

  /** The store for who sends: what is here is changed here, too. */
  get store(): OutboxStore {
    return {
      ...this.#store,
      updateDeliveries: (deliveries) => {
        for (const delivery of deliveries)
          if (this.#unsaved.has(delivery.delivery_id)) this.#unsaved.set(delivery.delivery_id, delivery);
        return this.#store.updateDeliveries(deliveries);
      },
    };
  }

  /** Returns the messages that were not there yet: on disk, and where that takes nothing, in memory. */
  async add(deliveries: readonly StoredDelivery[]): Promise<StoredDelivery[]> {
    await this.save();
    if (this.#unsaved.size > 0) return this.#keep(deliveries);
    try {
      const adding = this.#store.addDeliveries(deliveries);
      const added = new Set(await within(adding, DISK_MS, this.#clock, 'The database has not answered for 20 s'));
      return deliveries.filter(({ delivery_id }) => added.has(delivery_id));
    } catch (error) {
      this.#onError(error);
      return this.#keep(deliveries);
    }
  }

  /** Puts them on disk, if it takes them again. */
  async save(): Promise<void> {
    const unsaved = [...this.#unsaved.values()];
    if (unsaved.length === 0) return;
    try {
      const adding = this.#store.addDeliveries(unsaved);
      await within(adding, DISK_MS, this.#clock, 'The database has not answered for 20 s');
    } catch (error) {
      this.#onError(error);
      return;
    }
    // What changed while they were written.
    const changed = unsaved.flatMap((before) => {
      const now = this.#unsaved.get(before.delivery_id);
      this.#unsaved.delete(before.delivery_id);
      return now === undefined || now === before ? [] : [now];
    });
    if (changed.length > 0) await this.#store.updateDeliveries(changed).catch(this.#onError);
  }

  /** What became of the notices of an incident that are not on disk. */
  of(incidentId: string): StoredDelivery[] {
    return [...this.#unsaved.values()].filter(({ incident_id }) => incident_id === incidentId);
  }

  #keep(deliveries: readonly StoredDelivery[]): StoredDelivery[] {
    const known = new Set([...this.#unsaved.values()].map(noticeOf));
    const added = deliveries.filter((delivery) => !known.has(noticeOf(delivery)));
    for (const delivery of added) this.#unsaved.set(delivery.delivery_id, delivery);
    return added;
  }
}

function noticeOf({ channel_id, incident_id, event, event_at }: StoredDelivery): string {
  return [channel_id, incident_id, event, event_at].join('\n');
}
