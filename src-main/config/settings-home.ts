import type { Settings, SettingsPatch } from '../../src-shared/model/index.ts';
import { ConfigError, parseConfig, writeConfig } from './config-file.ts';

/** The settings in force. They change whole or not at all, and the file first. */
export class SettingsHome {
  readonly #file: string;
  readonly #onChange: (settings: Settings) => void;
  #current: Settings;

  constructor(file: string, current: Settings, onChange: (settings: Settings) => void) {
    this.#file = file;
    this.#current = current;
    this.#onChange = onChange;
  }

  get current(): Settings {
    return this.#current;
  }

  /** Answers the settings as they are then, or what is wrong in words. */
  async update(patch: SettingsPatch): Promise<{ ok: true; value: Settings } | { ok: false; message: string }> {
    const merged = Object.fromEntries(
      Object.entries(this.#current).map(([section, values]) => [
        section,
        { ...values, ...(patch[section as keyof SettingsPatch] ?? {}) },
      ]),
    );
    try {
      const next = parseConfig(merged, 'settings');
      await writeConfig(this.#file, next);
      this.#current = next;
    } catch (error) {
      if (error instanceof ConfigError) return { ok: false, message: error.message };
      throw error;
    }
    this.#onChange(this.#current);
    return { ok: true, value: this.#current };
  }
}
