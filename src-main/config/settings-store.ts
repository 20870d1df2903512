import type { Settings, SettingsPatch } from '../../src-shared/model/index.ts';
import { ConfigError, parseConfig, readJson, writeConfig, writeSiteId } from './config-file.ts';
import { conflictWords, differencesFromDefaults, mergePatch, withLiveOf } from './settings-layers.ts';

type SettingsResult = { ok: true; value: Settings } | { ok: false; message: string };

/** The settings before a change, with edits of the file since then, and after the change. */
export interface SettingsStep {
  readonly before: Settings;
  readonly edited: Settings;
  readonly after: Settings;
}

/** The settings in force. A change is atomic, and the file is written first. */
export class SettingsStore {
  readonly #file: string;
  readonly #listeners = new Set<(settings: Settings) => void>();
  #current: Settings;
  /** Serialises changes: each is applied to the result of the one before. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(file: string, current: Settings) {
    this.#file = file;
    this.#current = current;
  }

  get current(): Settings {
    return this.#current;
  }

  /** Calls back after each change, with the new settings. */
  onChange(listener: (settings: Settings) => void): void {
    this.#listeners.add(listener);
  }

  /**
   * Returns the changed settings, or a message that says what is wrong. The patch is applied to the
   * current file. Edits of the file since the start take effect too, if they can while the program
   * runs; a setting that both change is refused. `onChanging` is called before anything is written,
   * and may throw to refuse the change.
   */
  update(
    patch: SettingsPatch,
    onChanging: (step: SettingsStep) => Promise<void> = async () => undefined,
  ): Promise<SettingsResult> {
    const result = this.#work.then(() => this.#update(patch, onChanging));
    this.#work = result.catch(() => undefined);
    return result;
  }

  /** Sets the id of this farm, also in the file, where other keys are unchanged. */
  identify(id: string): Promise<void> {
    const identified = this.#work.then(async () => {
      await writeSiteId(this.#file, id);
      this.#current = { ...this.#current, site: { ...this.#current.site, id } };
    });
    this.#work = identified.catch(() => undefined);
    return identified;
  }

  async #update(patch: SettingsPatch, onChanging: (step: SettingsStep) => Promise<void>): Promise<SettingsResult> {
    const before = this.#current;
    try {
      const json = await readJson(this.#file);
      const found = json === undefined ? differencesFromDefaults(before) : json;
      const edited = withLiveOf(
        before,
        parseConfig(found, `The settings are unchanged, because ${this.#file} cannot be used as it is now`),
      );
      const merged = mergePatch(found, patch);
      const after = withLiveOf(before, parseConfig(merged, 'settings'));
      const conflict = conflictWords(patch, { before, edited, after });
      if (conflict !== null) throw new ConfigError(`${this.#file} was edited meanwhile: ${conflict}`);
      await onChanging({ before, edited, after });
      await writeConfig(this.#file, merged);
      this.#current = after;
    } catch (error) {
      if (error instanceof ConfigError) return { ok: false, message: error.message };
      throw error;
    }
    for (const listener of this.#listeners) listener(this.#current);
    return { ok: true, value: this.#current };
  }
}
