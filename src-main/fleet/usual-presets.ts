import { usualPresetOf } from '../../src-shared/miner/usual-preset.ts';
import type { Entry } from './miner-entry.ts';

interface Counted {
  readonly model: string;
  readonly preset: string;
}

const NO_MODELS: ReadonlySet<string> = new Set();

/**
 * The usual preset of each model, from the latest readings of the polled miners. Kept up to date
 * with each change, because each row shows it.
 */
export class UsualPresets {
  readonly #counted = new Map<string, Counted>();
  /** Miners by preset, of each model. */
  readonly #counts = new Map<string, Map<string, number>>();
  readonly #usual = new Map<string, string>();
  readonly #touched = new Set<string>();

  /** The usual preset of a model; null if there is none. */
  of(model: string | null): string | null {
    return model === null ? null : (this.#usual.get(model) ?? null);
  }

  note({ stored, latest }: Pick<Entry, 'stored' | 'latest'>, isPolled: boolean): void {
    const preset = latest?.figures.preset ?? null;
    const { model_alias: model } = stored;
    this.#count(stored.id, !isPolled || model === null || preset === null ? null : { model, preset });
  }

  forget(id: string): void {
    this.#count(id, null);
  }

  /** The models whose usual preset is another one than at the last call. */
  takeChangedModels(): ReadonlySet<string> {
    if (this.#touched.size === 0) return NO_MODELS;
    const changed = new Set<string>();
    for (const model of this.#touched) {
      const usual = usualPresetOf(this.#counts.get(model) ?? new Map());
      if (usual === this.of(model)) continue;
      changed.add(model);
      if (usual === null) this.#usual.delete(model);
      else this.#usual.set(model, usual);
    }
    this.#touched.clear();
    return changed;
  }

  #count(id: string, now: Counted | null): void {
    const before = this.#counted.get(id) ?? null;
    if (before?.model === now?.model && before?.preset === now?.preset) return;
    if (before !== null) this.#add(before, -1);
    if (now !== null) this.#add(now, 1);
    if (now === null) this.#counted.delete(id);
    else this.#counted.set(id, now);
  }

  #add({ model, preset }: Counted, by: 1 | -1): void {
    const counts = this.#counts.get(model) ?? new Map<string, number>();
    const miners = (counts.get(preset) ?? 0) + by;
    if (miners === 0) counts.delete(preset);
    else counts.set(preset, miners);
    this.#counts.set(model, counts);
    this.#touched.add(model);
  }
}
