/**
 * The watts of a preset: from the model's presets, else from its name: `3080`, `3080W`, `3080_LC`
 * and `preset_3080` are 3080. Null if neither is known. No other code parses such names.
 */
export function presetWatts(name: string | null, presets: readonly KnownPreset[] = []): number | null {
  const known = presets.find((preset) => preset.name === name)?.power_w ?? null;
  if (known !== null) return known;
  const digits = /^(?:preset[_ -]?)?(\d{1,6}(?:\.\d+)?)(?: ?w(?:atts?)?)?(?![a-z\d.])/i.exec(name ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}

/** What a preset promises by the model's presets, in hashes per second; null if they do not say it. */
export function presetHashrateHs(
  name: string | null,
  presets: readonly { readonly name: string; readonly hashrate_hs: number | null }[],
): number | null {
  return presets.find((preset) => preset.name === name)?.hashrate_hs ?? null;
}

/** The watts of a preset of a model: its own, else those of its name. */
export function wattsOfPreset({ name, power_w }: KnownPreset): number | null {
  return power_w ?? presetWatts(name);
}

interface KnownPreset {
  readonly name: string;
  readonly power_w: number | null;
}

/**
 * Whether a preset is above the highest one allowed: by the watts of the model's presets, else by
 * those in their names. Unknown watts are never above.
 */
export function isAboveMaxPreset(
  preset: string | null,
  maxPreset: string | null,
  presets: readonly KnownPreset[] = [],
): boolean {
  if (preset === null || maxPreset === null || preset === maxPreset) return false;
  const watts = presetWatts(preset, presets);
  const most = presetWatts(maxPreset, presets);
  return watts !== null && most !== null && watts > most;
}
