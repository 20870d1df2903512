import type { Actor, Preset } from '../../src-shared/model/index.ts';
import type { DeviceModel } from '../drivers/readings.ts';
import type { RecordChange } from '../events/bus.ts';
import type { Store, StoredModel } from '../store/store.ts';

/**
 * The known models and their presets. What miners report never changes the operator's max preset.
 */
export class Catalogue {
  readonly #store: Pick<Store, 'upsertModels'>;
  readonly #record: RecordChange;
  readonly #models = new Map<string, StoredModel>();
  readonly #unsaved = new Set<string>();

  /** `record` writes a decision together with its entry in the activity. */
  constructor(store: Pick<Store, 'upsertModels'>, record: RecordChange) {
    this.#store = store;
    this.#record = record;
  }

  load(models: readonly StoredModel[]): void {
    for (const model of models) this.#models.set(model.alias, model);
  }

  get(alias: string | null): StoredModel | null {
    return alias === null ? null : (this.#models.get(alias) ?? null);
  }

  all(): StoredModel[] {
    return [...this.#models.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  }

  /**
   * Takes over what `/model` and the preset list report; what they do not report stays. Which
   * presets are tuned belongs to a unit and is not stored here.
   */
  learn(alias: string, device: DeviceModel | null, presets: readonly Preset[] | null): void {
    const before = this.#models.get(alias);
    const model: StoredModel = {
      alias,
      name: device?.full_name ?? before?.name ?? alias,
      algorithm: device?.algorithm ?? before?.algorithm ?? null,
      hr_measure: device?.hr_measure ?? before?.hr_measure ?? null,
      chains: device?.chains ?? before?.chains ?? null,
      chips_per_chain: device?.chips_per_chain ?? before?.chips_per_chain ?? null,
      board_rows: device?.board_rows ?? before?.board_rows ?? null,
      max_preset: before?.max_preset ?? null,
      presets: presets?.map((preset) => ({ ...preset, status: null })) ?? before?.presets ?? [],
    };
    this.#models.set(alias, model);
    this.#unsaved.add(alias);
  }

  /** Writes what is new since the last call. After a failure it stays due. */
  async save(): Promise<void> {
    const aliases = [...this.#unsaved];
    if (aliases.length === 0) return;
    this.#unsaved.clear();
    try {
      await this.#store.upsertModels(aliases.flatMap((alias) => this.#models.get(alias) ?? []));
    } catch (error) {
      for (const alias of aliases) this.#unsaved.add(alias);
      throw error;
    }
  }

  /**
   * Written first, and in effect once on disk. The caller has checked that the model has the
   * preset.
   */
  async setMaxPreset(alias: string, maxPreset: string | null, actor: Actor): Promise<void> {
    await this.save();
    const before = this.#models.get(alias);
    const names = { model_alias: alias, model_name: before?.name ?? alias };
    const data = { ...names, before: before?.max_preset ?? null, after: maxPreset };
    await this.#record([{ event: 'max_preset_changed', actor, data }], 'setMaxPreset', alias, maxPreset);
    const model = this.#models.get(alias);
    if (model !== undefined) this.#models.set(alias, { ...model, max_preset: maxPreset });
  }
}
