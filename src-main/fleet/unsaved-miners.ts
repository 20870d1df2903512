import type { Store, StoredMiner } from '../store/store.ts';

const SAVED_AT_ONCE = 200;

/** The miners of which something is not in the database yet, and their saves, one after another. */
export class UnsavedMiners {
  readonly #store: Pick<Store, 'upsertMiners'>;
  /** A miner as it is now; null if there is none any more. */
  readonly #storedOf: (id: string) => StoredMiner | null;
  readonly #unsaved = new Set<string>();
  /** Found since the start, and not written yet. */
  readonly #newcomers = new Set<string>();
  #saving: Promise<void> = Promise.resolve();
  /** The save that waits for the one in progress. */
  #nextSave: Promise<void> | null = null;

  constructor(store: Pick<Store, 'upsertMiners'>, storedOf: (id: string) => StoredMiner | null) {
    this.#store = store;
    this.#storedOf = storedOf;
  }

  /** Something is new of this miner. */
  note(id: string, isNewcomer: boolean): void {
    this.#unsaved.add(id);
    if (isNewcomer) this.#newcomers.add(id);
  }

  forget(id: string): void {
    this.#unsaved.delete(id);
    this.#newcomers.delete(id);
  }

  /**
   * Writes what is new since the last call, in parts, so that no poll waits for all of it. After a
   * failure it stays due. Calls during a save share the next one.
   */
  save(): Promise<void> {
    this.#nextSave ??= this.#saving
      .catch(() => undefined)
      .then(() => {
        this.#nextSave = null;
        return this.#write([...this.#unsaved]);
      });
    this.#saving = this.#nextSave;
    return this.#nextSave;
  }

  /** Like `save`, of these miners only. */
  saveThese(ids: readonly string[]): Promise<void> {
    this.#saving = this.#saving
      .catch(() => undefined)
      .then(() => this.#write(ids.filter((id) => this.#unsaved.has(id))));
    return this.#saving;
  }

  /** Resolves when a miner is in the database. */
  async saveNewcomer(id: string): Promise<void> {
    if (this.#newcomers.has(id)) await this.save();
  }

  /** `write` puts a miner on disk, so that no other save does. After a failure it stays due. */
  async written(stored: StoredMiner, write: (stored: StoredMiner) => Promise<unknown>): Promise<void> {
    this.#unsaved.delete(stored.id);
    try {
      await write(stored);
      this.#newcomers.delete(stored.id);
    } catch (error) {
      if (this.#storedOf(stored.id) !== null) this.#unsaved.add(stored.id);
      throw error;
    }
  }

  async #write(due: readonly string[]): Promise<void> {
    for (let first = 0; first < due.length; first += SAVED_AT_ONCE) {
      const ids = due.slice(first, first + SAVED_AT_ONCE);
      for (const id of ids) this.#unsaved.delete(id);
      try {
        await this.#store.upsertMiners(ids.flatMap((id) => this.#storedOf(id) ?? []));
        for (const id of ids) this.#newcomers.delete(id);
      } catch (error) {
        for (const id of ids) this.#unsaved.add(id);
        throw error;
      }
    }
  }
}
