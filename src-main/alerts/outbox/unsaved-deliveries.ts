import type { Clock } from '../../runtime/clock.ts';
import { withTimeout } from '../../runtime/with-timeout.ts';
import type { StoredDelivery } from '../../store/store.ts';
import type { OutboxStore } from './outbox-store.ts';

/** A disk that has not responded for this long delays no message. */
const DISK_MS = 20_000;
const NO_ANSWER = 'The database has not answered for 20 s';

/**
 * Messages that could not be stored. They are sent from memory, and stored with their results as
 * soon as that is possible.
 */
export class UnsavedDeliveries {
  readonly #store: OutboxStore;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  readonly #unsaved = new Map<string, StoredDelivery>();
  /** Results of stored messages that could not be written. */
  readonly #changes = new Map<string, StoredDelivery>();
  /** The number of writes without a response after `DISK_MS`. */
  #late = 0;

  constructor(store: OutboxStore, clock: Clock, onError: (error: unknown) => void) {
    this.#store = store;
    this.#clock = clock;
    this.#onError = onError;
  }

  /**
   * The store for senders: they never wait too long for the disk, and what it does not accept is
   * kept here.
   */
  get store(): OutboxStore {
    return {
      ...this.#store,
      updateDeliveries: (deliveries) => this.#update(deliveries),
      addDigest: (digest, parts) => this.#addDigest(digest, parts),
    };
  }

  /** Adds messages, on disk or else in memory. Returns those that were new. */
  async add(deliveries: readonly StoredDelivery[]): Promise<StoredDelivery[]> {
    await this.save();
    if (this.#unsaved.size > 0) return this.#keep(deliveries);
    try {
      const added = new Set(await this.#written(() => this.#store.addDeliveries(deliveries)));
      return deliveries.filter(({ delivery_id }) => added.has(delivery_id));
    } catch (error) {
      this.#onError(error);
      return this.#keep(deliveries);
    }
  }

  /** Stores them, if that is possible again. */
  async save(): Promise<void> {
    const unsaved = [...this.#unsaved.values()];
    const changes = [...this.#changes.values()];
    if (unsaved.length === 0 && changes.length === 0) return;
    try {
      const added = new Set(await this.#written(() => this.#store.addDeliveries(unsaved)));
      // Messages that changed during the write, or were stored by a write whose response was lost.
      const changed = unsaved.flatMap((before) => {
        const now = this.#unsaved.get(before.delivery_id) ?? before;
        this.#unsaved.delete(before.delivery_id);
        return now === before && added.has(before.delivery_id) ? [] : [now];
      });
      for (const delivery of changed) this.#changes.set(delivery.delivery_id, delivery);
      const left = [...this.#changes.values()];
      if (left.length > 0) await this.#written(() => this.#store.updateDeliveries(left));
      for (const delivery of left) {
        if (this.#changes.get(delivery.delivery_id) === delivery) this.#changes.delete(delivery.delivery_id);
      }
    } catch (error) {
      this.#onError(error);
    }
  }

  /** Deliveries of an incident that are not on disk. */
  of(incidentId: string): StoredDelivery[] {
    return [...this.#unsaved.values()].filter(({ incident_id }) => incident_id === incidentId);
  }

  async #keep(deliveries: readonly StoredDelivery[]): Promise<StoredDelivery[]> {
    const heard = await this.#heardOf(deliveries);
    const known = new Set([...this.#unsaved.values()].map(announcementOf));
    const added = deliveries.filter(
      (delivery) =>
        !known.has(announcementOf(delivery)) && (delivery.event !== 'resolved' || heard.has(receiverOf(delivery))),
    );
    for (const delivery of added) this.#unsaved.set(delivery.delivery_id, delivery);
    return added;
  }

  /** The channels that know of the incidents that these messages resolve, in memory and on disk. */
  async #heardOf(deliveries: readonly StoredDelivery[]): Promise<ReadonlySet<string>> {
    const ids = deliveries.flatMap(({ event, incident_id }) => (event === 'resolved' ? (incident_id ?? []) : []));
    if (ids.length === 0) return new Set();
    const reading = this.#store.deliveriesOf([...new Set(ids)]);
    const kept = await withTimeout(reading, DISK_MS, this.#clock, NO_ANSWER).catch((error: unknown) => {
      this.#onError(error);
      return [];
    });
    return new Set([...kept, ...this.#unsaved.values()].filter(({ state }) => state !== 'skipped').map(receiverOf));
  }

  async #update(deliveries: readonly StoredDelivery[]): Promise<void> {
    for (const delivery of deliveries) {
      if (this.#unsaved.has(delivery.delivery_id)) this.#unsaved.set(delivery.delivery_id, delivery);
      // A newer change replaces one that is not written yet.
      if (this.#changes.has(delivery.delivery_id)) this.#changes.set(delivery.delivery_id, delivery);
    }
    try {
      await this.#written(() => this.#store.updateDeliveries(deliveries));
    } catch (error) {
      this.#keepChanges(deliveries);
      throw error;
    }
  }

  /** A digest that cannot be stored is sent from memory, like any message. */
  async #addDigest(digest: StoredDelivery, parts: readonly StoredDelivery[]): Promise<void> {
    for (const part of parts) if (this.#unsaved.has(part.delivery_id)) this.#unsaved.set(part.delivery_id, part);
    try {
      await this.#written(() => this.#store.addDigest(digest, parts));
    } catch (error) {
      this.#onError(error);
      this.#unsaved.set(digest.delivery_id, digest);
      this.#keepChanges(parts);
    }
  }

  #keepChanges(deliveries: readonly StoredDelivery[]): void {
    for (const delivery of deliveries) {
      if (!this.#unsaved.has(delivery.delivery_id)) this.#changes.set(delivery.delivery_id, delivery);
    }
  }

  /** While a late write has not ended, no other one starts: each would wait as long. */
  async #written<T>(write: () => Promise<T>): Promise<T> {
    if (this.#late > 0) throw new Error(NO_ANSWER);
    const writing = write();
    let hasEnded = false;
    const end = (): void => {
      hasEnded = true;
    };
    writing.then(end, end);
    try {
      return await withTimeout(writing, DISK_MS, this.#clock, NO_ANSWER);
    } catch (error) {
      if (!hasEnded) {
        this.#late += 1;
        const endLate = (): void => {
          this.#late -= 1;
        };
        writing.then(endLate, endLate);
      }
      throw error;
    }
  }
}

function receiverOf({ channel_id, incident_id }: StoredDelivery): string {
  return `${channel_id}\n${incident_id}`;
}

function announcementOf({ channel_id, incident_id, event, event_at }: StoredDelivery): string {
  return [channel_id, incident_id, event, event_at].join('\n');
}
