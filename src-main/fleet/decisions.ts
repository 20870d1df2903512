import { minerName } from '../../src-shared/miner-name.ts';
import type { Actor, Miner, MinerPatch } from '../../src-shared/model/index.ts';
import type { RecordChange } from '../events/bus.ts';
import type { RemovedHistory } from '../store/queries/remove-miner.ts';
import type { MinerDecision } from '../store/store.ts';
import { patchEvents } from './decision-events.ts';
import type { Entry } from './entry.ts';
import type { KnownMiners } from './known-miners.ts';

export interface DecisionsOptions {
  /** Writes a decision together with its entries in the activity. */
  readonly record: RecordChange;
  readonly miners: KnownMiners;
  readonly encrypt: (plain: string) => string;
  readonly onModelsChanged: () => void;
  /** A miner is no longer of the farm. */
  readonly onRemoved: (id: string) => void;
}

/**
 * What the operator decides about miners: on disk before it is acknowledged, in one transaction
 * with the entries that say who decided it. `actor` is null where the decision is part of a change
 * that has an entry of its own.
 */
export class Decisions {
  readonly #options: DecisionsOptions;

  constructor(options: DecisionsOptions) {
    this.#options = options;
  }

  /**
   * Resolves when it is on disk, and changes nothing if it cannot be; null if there is no such
   * miner.
   */
  async patch(id: string, patch: MinerPatch, actor: Actor | null): Promise<Miner | null> {
    const entry = this.#options.miners.get(id);
    if (entry === null) return null;
    const changes: MinerDecision = {
      ...(patch.managed !== undefined && { managed: patch.managed }),
      ...(patch.nickname !== undefined && { nickname: patch.nickname === '' ? null : patch.nickname }),
      ...(patch.tags !== undefined && { tags: patch.tags }),
      ...(patch.place !== undefined && { place: patch.place }),
      ...(patch.unlock_pass !== undefined && {
        unlock_pass_sealed: patch.unlock_pass === null ? null : this.#options.encrypt(patch.unlock_pass),
      }),
    };
    const events = actor === null ? [] : patchEvents(entry.stored, { ...entry.stored, ...changes }, patch, actor);
    await this.#options.record(events, 'decideMiner', entry.stored, changes);
    // What was seen of the miner while the write was under way is newer: only what was decided is
    // taken over.
    const now = this.#options.miners.get(id);
    if (now === null) return null;
    this.#options.miners.set({
      ...now,
      stored: { ...now.stored, ...changes },
      ...(patch.unlock_pass !== undefined && { keyTrouble: null }),
    });
    return this.#options.miners.row(id);
  }

  /**
   * Takes a miner out of the farm; false if there is none. It leaves at once, so that a poll or a
   * scan that is under way has nowhere to put what it finds; it is back if the database refuses.
   */
  async remove(id: string, history: RemovedHistory, actor: Actor): Promise<boolean> {
    const entry = this.#options.miners.remove(id);
    if (entry === null) return false;
    const data = { name: minerName(entry.stored), history };
    const event = { event: 'miner_removed', miner_id: id, actor, data } as const;
    await this.#orBack(entry, () => this.#options.record([event], 'removeMiner', id, history));
    this.#options.onRemoved(id);
    this.#options.onModelsChanged();
    return true;
  }

  /**
   * Puts a miner in the place of another, which goes: it has its name, decisions and history then.
   * Null if one of them is not known.
   */
  async replace(id: string, successorId: string, actor: Actor): Promise<Miner | null> {
    if (this.#options.miners.get(id) === null || this.#options.miners.get(successorId) === null) return null;
    // A miner that was just found is not in the database yet.
    await this.#options.miners.save();
    const entry = this.#options.miners.remove(id);
    if (entry === null) return null;
    const data = { name: minerName(entry.stored), replaced_id: id };
    const event = { event: 'miner_replaced', miner_id: successorId, actor, data } as const;
    const decided = await this.#orBack(entry, () => this.#options.record([event], 'replaceMiner', id, successorId));
    this.#options.onRemoved(id);
    this.#options.onModelsChanged();
    const successor = this.#options.miners.get(successorId);
    if (decided === null || successor === null) return null;
    this.#options.miners.set({ ...successor, stored: { ...successor.stored, ...decided }, keyTrouble: null });
    return this.#options.miners.row(successorId);
  }

  async #orBack<T>(entry: Entry, write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      if (this.#options.miners.get(entry.stored.id) === null) this.#options.miners.set(entry);
      throw error;
    }
  }
}
