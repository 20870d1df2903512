import type { Settings, SettingsPatch } from '../../src-shared/model/index.ts';
import { ConfigError, parseConfig, readJson, writeConfig, writeSiteId } from './config-file.ts';
import { conflictWords, differencesFromDefaults, mergePatch, withLiveOf } from './settings-layers.ts';

type SettingsResult = { ok: true; value: Settings } | { ok: false; message: string };

/** The settings before a change, with what was edited in the file meanwhile, and after it. */
export interface SettingsStep {
  readonly before: Settings;
  readonly edited: Settings;
  readonly after: Settings;
}

/** The settings in force. They change whole or not at all, and the file first. */
export class SettingsStore {
  readonly #file: string;
  readonly #listeners = new Set<(settings: Settings) => void>();
  #current: Settings;
  /** One change after the other: each is laid over what the one before has made of the settings. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(file: string, current: Settings) {
    this.#file = file;
    this.#current = current;
  }

  get current(): Settings {
    return this.#current;
  }

  /** Calls back after each change, with the settings as they are then. */
  onChange(listener: (settings: Settings) => void): void {
    this.#listeners.add(listener);
  }

  /**
   * Returns the changed settings, or a message that says what is wrong. The patch is laid over what
   * is in the file now: what was edited there beside the running program comes into force with it,
   * as far as it can while the program runs, and a setting that both change is refused.
   * `onChanging` is called when nothing is written yet; what it throws refuses the change.
   */
  update(
    patch: SettingsPatch,
    onChanging: (step: SettingsStep) => Promise<void> = async () => undefined,
  ): Promise<SettingsResult> {
    const answer = this.#work.then(() => this.#update(patch, onChanging));
    this.#work = answer.catch(() => undefined);
    return answer;
  }

  /** Gives this farm its id, in the file too, whose other keys stay as they are written there. */
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
      const found = (await readJson(this.#file)) ?? differencesFromDefaults(before);
      const edited = withLiveOf(
        before,
        parseConfig(found, `The settings are unchanged, because ${this.#file} cannot be used as it is now`),
      );
      const json = mergePatch(found, patch);
      const after = withLiveOf(before, parseConfig(json, 'settings'));
      const conflict = conflictWords(patch, { before, edited, after });
      if (conflict !== null) throw new ConfigError(`${this.#file} was edited meanwhile: ${conflict}`);
      await onChanging({ before, edited, after });
      await writeConfig(this.#file, json);
      this.#current = after;
    } catch (error) {
      if (error instanceof ConfigError) return { ok: false, message: error.message };
      throw error;
    }
    for (const listener of this.#listeners) listener(this.#current);
    return { ok: true, value: this.#current };
  }
}
