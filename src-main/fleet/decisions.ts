import { minerName } from '../../src-shared/miner/miner-name.ts';
import type { Actor, Miner, MinerPatch } from '../../src-shared/model/index.ts';
import type { RecordChange } from '../events/bus.ts';
import type { RemovedHistory } from '../store/queries/remove-miner.ts';
import type { Replacement } from '../store/replacement-records.ts';
import type { MinerDecision } from '../store/store.ts';
import { withKeyTrouble } from './credentials/key-trouble.ts';
import { patchEvents } from './decision-events.ts';
import type { KnownMiners } from './known-miners.ts';
import { type Entry, newEntry } from './miner-entry.ts';

type UndoableReplacement = Extract<Replacement, { state: 'undoable' }>;

export interface DecisionsOptions {
  /** Writes a decision together with its entries in the activity. */
  readonly record: RecordChange;
  readonly miners: KnownMiners;
  readonly encrypt: (plain: string) => string;
  /** A miner whose present preset is its usual one, or, with false, is so no more. */
  readonly acceptPreset: (entry: Entry, isAccepted: boolean) => Entry;
  readonly onModelsChanged: () => void;
  /** A miner was removed from the farm. */
  readonly onRemoved: (id: string) => void;
}

/**
 * The operator's decisions about miners: on disk before they are acknowledged, in one transaction
 * with their entries. `actor` is null if the decision is part of a change that has its own entry.
 */
export class Decisions {
  readonly #options: DecisionsOptions;
  /** The successor of each miner that was replaced. */
  readonly #successors = new Map<string, string>();

  constructor(options: DecisionsOptions) {
    this.#options = options;
  }

  /**
   * Resolves when it is on disk, and rejects without a change if that fails; null if there is no
   * such miner.
   */
  async patch(id: string, patch: MinerPatch, actor: Actor | null): Promise<Miner | null> {
    // A decision writes the whole row of a miner that was just found, which must not come before its
    // event.
    await this.#options.miners.saveNewcomer(id);
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
    const { accept_preset } = patch;
    const accept = (miner: Entry): Entry =>
      accept_preset === undefined ? miner : this.#options.acceptPreset(miner, accept_preset);
    const after = { ...accept(entry).stored, ...changes };
    const events = actor === null ? [] : patchEvents(entry.stored, after, patch, actor);
    await this.#options.record(events, 'decideMiner', entry.stored, changes);
    // What was seen of the miner during the write is newer: only the decided fields are taken over.
    const now = this.#options.miners.get(id);
    if (now === null) return null;
    const next = patch.unlock_pass === undefined ? now : withKeyTrouble(now, null);
    const set = { ...next, stored: { ...next.stored, ...changes } };
    this.#options.miners.set(accept(set));
    // What is usual is an observation too, so that it is written with these.
    if (accept_preset !== undefined) await this.#options.miners.saveThese([id]);
    return this.#options.miners.row(id);
  }

  /**
   * Removes a miner from the farm; false if there is none. It is removed at once, so that a running
   * poll or scan cannot store its result; it is restored if the write fails.
   */
  async remove(id: string, history: RemovedHistory, actor: Actor): Promise<boolean> {
    const entry = this.#options.miners.remove(id);
    if (entry === null) return false;
    // Where it was replaced once, it has been back since.
    this.#successors.delete(id);
    const data = { name: minerName(entry.stored), history };
    const event = { event: 'miner_removed', miner_id: id, actor, data } as const;
    await this.#orBack(entry, () => this.#options.record([event], 'removeMiner', id, history));
    this.#options.onRemoved(id);
    this.#options.onModelsChanged();
    return true;
  }

  /**
   * Replaces a miner by another, which takes over its name, decisions and history. Null if one of
   * them is not known.
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
    this.#successors.set(id, successorId);
    this.#options.onRemoved(id);
    this.#options.onModelsChanged();
    if (decided === null || !this.#take(successorId, decided)) return null;
    return this.#options.miners.row(successorId);
  }

  /**
   * Undoes the replacement of a miner, which is back in its place with its name, decisions and
   * history; its successor has its own again. Rejects without a change if that is not possible.
   */
  async undoReplace(id: string, { successor_id, name }: UndoableReplacement, actor: Actor): Promise<Miner | null> {
    // The miner may have been found again just now.
    await this.#options.miners.save();
    const data = { name: name ?? id, successor_id };
    const event = { event: 'miner_replacement_undone', miner_id: id, actor, data } as const;
    const { miner, successor } = await this.#options.record([event], 'undoReplaceMiner', id);
    this.#successors.delete(id);
    const { managed, nickname, tags, place, unlock_pass_sealed } = miner;
    const decided = { managed, nickname, tags, place, unlock_pass_sealed };
    this.#take(successor.id, successor.decision);
    if (!this.#take(id, decided)) this.#options.miners.set(newEntry(miner, null));
    this.#options.onModelsChanged();
    return this.#options.miners.row(id);
  }

  /** Takes over decisions that are on disk. False if there is no such miner. */
  #take(id: string, decided: MinerDecision): boolean {
    const entry = this.#options.miners.get(id);
    if (entry === null) return false;
    this.#options.miners.set({ ...withKeyTrouble(entry, null), stored: { ...entry.stored, ...decided } });
    return true;
  }

  /** What was replaced before the start of the program, the latest last. */
  loadSuccessors(replaced: readonly { readonly id: string; readonly successor_id: string }[]): void {
    for (const { id, successor_id } of replaced) this.#successors.set(id, successor_id);
  }

  /** The id of the miner that has replaced this one; null if none has. */
  successorOf(id: string): string | null {
    return this.#successors.get(id) ?? null;
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
