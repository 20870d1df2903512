import type { z } from 'zod';
import { Settings, SettingsPatch } from '../../src-shared/model/settings.ts';

/** The content of the file: missing keys follow their defaults. */
type Written = z.input<typeof Settings>;
type Sections = Record<string, Record<string, unknown> | undefined>;

/** The settings that can change while the program runs; the others are read at its start. */
const LIVE_KEYS = Object.entries(SettingsPatch.shape).map(
  ([section, keys]) => [section, Object.keys(keys.unwrap().shape)] as const,
);

/** The settings of `base`, with those of `other` that can change while the program runs. */
export function withLiveOf(base: Settings, other: Settings): Settings {
  const from = other as unknown as Sections;
  const merged: Sections = { ...(base as unknown as Sections) };
  for (const [section, keys] of LIVE_KEYS) {
    merged[section] = { ...merged[section], ...Object.fromEntries(keys.map((key) => [key, from[section]?.[key]])) };
  }
  return merged as unknown as Settings;
}

/** The content of the file with a patch applied. Keys in neither remain missing. */
export function mergePatch(json: unknown, patch: SettingsPatch): Written {
  const laid: Sections = { ...(json as Sections) };
  for (const [section, keys] of Object.entries(patch)) laid[section] = { ...laid[section], ...keys };
  return laid as Written;
}

/**
 * The content for a new file from which these settings are read: only what differs from defaults.
 */
export function differencesFromDefaults(settings: Settings): Written {
  const defaults = Settings.parse({}) as unknown as Sections;
  const sections = Object.entries(settings).flatMap(([section, values]) => {
    const isDefault = (key: string, value: unknown): boolean => isSame(value, defaults[section]?.[key]);
    if (Array.isArray(values)) return values.length === 0 ? [] : [[section, values]];
    const differing = Object.entries(values).filter(([key, value]) => !isDefault(key, value));
    return differing.length === 0 ? [] : [[section, Object.fromEntries(differing)]];
  });
  return Object.fromEntries(sections);
}

/** A message about settings that a patch and an edit of the file set differently; null if none. */
export function conflictWords(
  patch: SettingsPatch,
  settings: { readonly before: Settings; readonly edited: Settings; readonly after: Settings },
): string | null {
  const [before, edited, after] = [settings.before, settings.edited, settings.after] as unknown as Sections[];
  const conflicts = Object.entries(patch).flatMap(([section, keys]) =>
    Object.keys(keys ?? {}).flatMap((key) => {
      const [was, there, here] = [before, edited, after].map((of) => of?.[section]?.[key]);
      if (isSame(was, there) || isSame(there, here)) return [];
      return [`it says ${JSON.stringify(there)} for ${section}.${key}, and ${JSON.stringify(here)} was to be saved`];
    }),
  );
  if (conflicts.length === 0) return null;
  return `${conflicts.join('; ')}. Nothing was changed. Write what you want into the file, then save it here again.`;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
