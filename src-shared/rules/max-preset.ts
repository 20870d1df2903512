/**
 * The watts that a preset is named by: `3080` and `3080W` are 3080; null where its name has none.
 */
export function presetWatts(name: string | null): number | null {
  const digits = /^\d+(\.\d+)?/.exec(name ?? '');
  return digits === null ? null : Number(digits[0]);
}

interface KnownPreset {
  readonly name: string;
  readonly power_w: number | null;
}

/**
 * Whether a preset lies above the highest one allowed: by the watts of the model's presets, else by
 * those in their names. Unknown watts are above nothing.
 */
export function isAboveMaxPreset(
  preset: string | null,
  maxPreset: string | null,
  presets: readonly KnownPreset[] = [],
): boolean {
  if (preset === null || maxPreset === null || preset === maxPreset) return false;
  const wattsOf = (name: string) => presets.find((known) => known.name === name)?.power_w ?? presetWatts(name);
  const watts = wattsOf(preset);
  const most = wattsOf(maxPreset);
  return watts !== null && most !== null && watts > most;
}
