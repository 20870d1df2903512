import type { Settings, SettingsPatch } from '../../src-shared/model/index.ts';
import { ConfigError, parseConfig, writeConfig, writeSiteId } from './config-file.ts';

type SettingsResult = { ok: true; value: Settings } | { ok: false; message: string };

/** The settings in force. They change whole or not at all, and the file first. */
export class SettingsHome {
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
   * Returns the changed settings, or a message that says what is wrong. `onChanging` is called with
   * the settings before and after it when nothing is written yet; what it throws refuses the
   * change.
   */
  update(
    patch: SettingsPatch,
    onChanging: (before: Settings, after: Settings) => Promise<void> = async () => undefined,
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

  async #update(
    patch: SettingsPatch,
    onChanging: (before: Settings, after: Settings) => Promise<void>,
  ): Promise<SettingsResult> {
    const merged = Object.fromEntries(
      Object.entries(this.#current).map(([section, values]) => [
        section,
        // A list is replaced as a whole, and none of them can be changed here.
        Array.isArray(values) ? values : { ...values, ...(patch[section as keyof SettingsPatch] ?? {}) },
      ]),
    );
    try {
      const next = parseConfig(merged, 'settings');
      await onChanging(this.#current, next);
      await writeConfig(this.#file, next);
      this.#current = next;
    } catch (error) {
      if (error instanceof ConfigError) return { ok: false, message: error.message };
      throw error;
    }
    for (const listener of this.#listeners) listener(this.#current);
    return { ok: true, value: this.#current };
  }
}
