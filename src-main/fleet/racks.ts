import type { Actor, NewRack, Rack, RackPatch } from '../../src-shared/model/index.ts';
import type { RecordChange } from '../events/bus.ts';
import { KeyedLock } from '../runtime/keyed-lock.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';
import type { Store } from '../store/store.ts';

/** No farm has more: a list that grows without end is a script that went wrong. */
const MOST_RACKS = 5000;
/** Changes of the list take turns: each depends on what the list holds. */
const LIST = 'list';

export type AddedRack =
  | { readonly ok: true; readonly rack: Rack }
  | { readonly ok: false; readonly problem: 'known' | 'too_many' };

/** What is known of the racks of this farm. */
export class Racks {
  readonly #store: Pick<Store, 'racks'>;
  readonly #record: RecordChange;
  readonly #changes = new KeyedLock();
  readonly #racks = new Map<string, Rack>();

  constructor(store: Pick<Store, 'racks'>, record: RecordChange) {
    this.#store = store;
    this.#record = record;
  }

  async load(): Promise<void> {
    for (const rack of await this.#store.racks()) this.#racks.set(rack.id, rack);
  }

  /** In the order in which they were described. */
  list(): Rack[] {
    return [...this.#racks.values()];
  }

  /** Resolves when it is on disk. */
  add(input: NewRack, actor: Actor): Promise<AddedRack> {
    return this.#changes.run(LIST, async () => {
      if (this.list().some(({ rack }) => rack === input.rack)) return { ok: false, problem: 'known' };
      if (this.#racks.size >= MOST_RACKS) return { ok: false, problem: 'too_many' };
      const rack = { id: uuidV7(), ...input };
      await this.#record([{ event: 'rack_added', actor, data: { rack: rack.rack } }], 'putRack', rack);
      this.#racks.set(rack.id, rack);
      return { ok: true, rack };
    });
  }

  /** The rack as it is then; null where there is none. */
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
      this.#racks.set(id, after);
      return after;
    });
  }

  /** False where there is none. */
  remove(id: string, actor: Actor): Promise<boolean> {
    return this.#changes.run(LIST, async () => {
      const rack = this.#racks.get(id);
      if (rack === undefined) return false;
      await this.#record([{ event: 'rack_removed', actor, data: { rack: rack.rack } }], 'removeRack', id);
      this.#racks.delete(id);
      return true;
    });
  }
}
