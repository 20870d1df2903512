import type { Actor, NewRack, Rack, RackPatch } from '../../src-shared/model/index.ts';
import type { RecordChange } from '../events/bus.ts';
import { KeyedLock } from '../runtime/keyed-lock.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';
import type { Store } from '../store/store.ts';

/** No farm has more: a longer list comes from a faulty script. */
export const MOST_RACKS = 5000;
/** Changes of the list run one after the other: each depends on its content. */
const LIST = 'list';

export type AddedRack =
  | { readonly ok: true; readonly rack: Rack }
  | { readonly ok: false; readonly why: 'known' | 'too_many' };

/** The racks of this farm that were described. */
export class Racks {
  readonly #store: Pick<Store, 'racks'>;
  readonly #record: RecordChange;
  readonly #changes = new KeyedLock();
  readonly #racks = new Map<string, Rack>();
  /** The racks by path. */
  readonly #byPath = new Map<string, Rack>();
  readonly #onChanged: (path: string) => void;

  /** `onChanged` is called with the path of each rack that has changed. */
  constructor(store: Pick<Store, 'racks'>, record: RecordChange, onChanged: (path: string) => void) {
    this.#store = store;
    this.#record = record;
    this.#onChanged = onChanged;
  }

  async load(): Promise<void> {
    for (const rack of await this.#store.racks()) this.#keep(rack);
  }

  /** In the order in which they were added. */
  list(): Rack[] {
    return [...this.#racks.values()];
  }

  /** The rack with this path in the places of miners; null if it was not described. */
  of(path: string): Rack | null {
    return this.#byPath.get(path) ?? null;
  }

  /** Resolves when the rack is on disk. */
  add(input: NewRack, actor: Actor): Promise<AddedRack> {
    return this.#changes.run(LIST, async () => {
      if (this.#byPath.has(input.rack)) return { ok: false, why: 'known' };
      if (this.#racks.size >= MOST_RACKS) return { ok: false, why: 'too_many' };
      const rack = { id: uuidV7(), ...input };
      await this.#record([{ event: 'rack_added', actor, data: { rack: rack.rack } }], 'putRack', rack);
      this.#keep(rack);
      this.#onChanged(rack.rack);
      return { ok: true, rack };
    });
  }

  /** Returns the changed rack; null if there is none. */
  change(id: string, patch: RackPatch, actor: Actor): Promise<Rack | null> {
    return this.#changes.run(LIST, async () => {
      const before = this.#racks.get(id);
      if (before === undefined) return null;
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
      const after: Rack = { ...before, ...given };
      const changes = (Object.keys(given) as (keyof RackPatch)[])
        .filter((path) => before[path] !== after[path])
        .map((path) => ({ path, before: before[path], after: after[path] }));
      if (changes.length === 0) return before;
      await this.#record([{ event: 'rack_changed', actor, data: { rack: before.rack, changes } }], 'putRack', after);
      this.#keep(after);
      this.#onChanged(after.rack);
      return after;
    });
  }

  /** False if there is no such rack. */
  remove(id: string, actor: Actor): Promise<boolean> {
    return this.#changes.run(LIST, async () => {
      const rack = this.#racks.get(id);
      if (rack === undefined) return false;
      await this.#record([{ event: 'rack_removed', actor, data: { rack: rack.rack } }], 'removeRack', id);
      this.#racks.delete(id);
      this.#byPath.delete(rack.rack);
      this.#onChanged(rack.rack);
      return true;
    });
  }

  #keep(rack: Rack): void {
    this.#racks.set(rack.id, rack);
    this.#byPath.set(rack.rack, rack);
  }
}
