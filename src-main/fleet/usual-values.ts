import type { Entry } from './miner-entry.ts';

/** What a value belongs to, such as the preset of a model, and when one of them is the usual one. */
export interface Comparison {
  /** The group of miners that are alike in this; null if a miner belongs to none. */
  readonly groupOf: (entry: Entry) => string | null;
  /** Null if unknown. */
  readonly readValue: (entry: Entry) => string | null;
  /** `counts` are the miners of a group by value. */
  readonly usualOf: (counts: ReadonlyMap<string, number>) => string | null;
}

interface Counted {
  readonly group: string;
  readonly value: string;
}

const NO_GROUPS: ReadonlySet<string> = new Set();

/**
 * The usual value of each group, from the latest readings of the polled miners. Kept up to date with
 * each change, because each row shows it.
 */
export class UsualValues {
  readonly #comparison: Comparison;
  readonly #counted = new Map<string, Counted>();
  /** Miners by value, of each group. */
  readonly #counts = new Map<string, Map<string, number>>();
  readonly #usual = new Map<string, string>();
  readonly #touched = new Set<string>();

  constructor(comparison: Comparison) {
    this.#comparison = comparison;
  }

  groupOf(entry: Entry): string | null {
    return this.#comparison.groupOf(entry);
  }

  /** The usual value of the group of a miner; null if there is none. */
  of(entry: Entry): string | null {
    const group = this.groupOf(entry);
    return group === null ? null : (this.#usual.get(group) ?? null);
  }

  note(entry: Entry, isPolled: boolean): void {
    const { groupOf, readValue } = this.#comparison;
    const value = isPolled ? readValue(entry) : null;
    const group = value === null ? null : groupOf(entry);
    this.#count(entry.stored.id, value === null || group === null ? null : { group, value });
  }

  forget(id: string): void {
    this.#count(id, null);
  }

  /** The groups whose usual value is another one than at the last call. */
  takeChanged(): ReadonlySet<string> {
    if (this.#touched.size === 0) return NO_GROUPS;
    const changed = new Set<string>();
    for (const group of this.#touched) {
      const usual = this.#comparison.usualOf(this.#counts.get(group) ?? new Map());
      if (usual === (this.#usual.get(group) ?? null)) continue;
      changed.add(group);
      if (usual === null) this.#usual.delete(group);
      else this.#usual.set(group, usual);
    }
    this.#touched.clear();
    return changed;
  }

  #count(id: string, now: Counted | null): void {
    const before = this.#counted.get(id) ?? null;
    if (before?.group === now?.group && before?.value === now?.value) return;
    if (before !== null) this.#add(before, -1);
    if (now !== null) this.#add(now, 1);
    if (now === null) this.#counted.delete(id);
    else this.#counted.set(id, now);
  }

  #add({ group, value }: Counted, by: 1 | -1): void {
    const counts = this.#counts.get(group) ?? new Map<string, number>();
    const miners = (counts.get(value) ?? 0) + by;
    if (miners === 0) counts.delete(value);
    else counts.set(value, miners);
    this.#counts.set(group, counts);
    this.#touched.add(group);
  }
}
