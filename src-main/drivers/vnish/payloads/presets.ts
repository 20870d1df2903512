import { presetWatts } from '../../../../src-shared/judging/max-preset.ts';
import type { Preset } from '../../../../src-shared/model/index.ts';
import { hashesPerUnit } from '../../hashrate-unit.ts';
import { fields, flag, hashrateHs, isObject, items, nameText, numberWithin, text } from '../../parse-fields.ts';
import { HIGHEST_POWER_W } from './plausible-limits.ts';

const MOST_PRESETS = 256;

/**
 * `2500 watt`, `2500 W`, `2 500 W` or `2,500 W`, in a text that may also have the hash rate, such
 * as `95TH,2500W`. After another number, `66 980 W` may be one number or two: then it is ambiguous,
 * and not matched.
 */
const POWER_TEXT =
  /(?<!\d[.,]?)(\d{1,2}[.,]\d{3}|(?<!\d[ \u00a0]|[a-z])\d{1,2}[ \u00a0]\d{3}|(?<!\b\d{1,2}[ \u00a0])\d{3}|\d{2}|\d{4,6})\s*w(?:atts?)?(?![a-z])/i;
const UNTUNED = /^(?:not|un)[_ -]?tuned$/i;

/**
 * `53 TH`, `106 Th`, `17.4 GH`, `16000 MH/s`, `16 000 MH`, optionally followed by text such as
 * `LC`.
 */
const HASHRATE_TEXT =
  /((?<!\d[ \u00a0.,]?|[a-z])\d{1,3}[ \u00a0]\d{3}|\d{1,9}(?:[.,]\d{1,6})?)\s*([kmgtpe])h(?:\/s)?(?![a-z])/i;
/** The separator in `16,000 MH` and `16 000 MH`. In `17,4 GH` the comma is a decimal point. */
const THOUSANDS = /[, \u00a0](?=\d{3}$)/;

/**
 * Parses `/autotune/presets`, an array or an object with `presets`, in the firmware's order; null
 * if there is no list.
 */
export function parsePresets(payload: unknown): Preset[] | null {
  const list = Array.isArray(payload) ? payload : fields(payload)['presets'];
  if (!Array.isArray(list)) return null;
  const presets = new Map<string, Preset>();
  for (const item of items(list, MOST_PRESETS)) {
    const preset = parsePreset(item);
    if (preset !== null && !presets.has(preset.name)) presets.set(preset.name, preset);
  }
  return [...presets.values()];
}

/**
 * One preset. Some builds send only the name, and the name may be a number. The power is from the
 * name (`2500`, `preset_2500`), or from the text if the name has none (`eco`).
 */
export function parsePreset(value: unknown): Preset | null {
  const preset = isObject(value) ? value : { name: value };
  const name = nameText(preset['name']);
  if (name === null) return null;
  const pretty = text(preset['pretty']);
  return {
    name,
    pretty,
    power_w: numberWithin(presetWatts(name), 1, HIGHEST_POWER_W) ?? powerText(pretty),
    hashrate_hs: parsePromisedHashrate(pretty),
    status: parseStatus(text(preset['status'])),
    modded_psu_required: flag(preset['modded_psu_required']),
  };
}

function powerText(written: string | null): number | null {
  return numberWithin(POWER_TEXT.exec(written ?? '')?.[1]?.replace(/\D/g, ''), 1, HIGHEST_POWER_W);
}

/** `tuned` or `untuned`; any other word is unchanged. */
function parseStatus(status: string | null): string | null {
  if (status === null) return null;
  if (UNTUNED.test(status)) return 'untuned';
  return status.toLowerCase() === 'tuned' ? 'tuned' : status;
}

/** The hash rate in a preset's text, such as `2500 watt ~ 92 TH`. */
function parsePromisedHashrate(pretty: string | null): number | null {
  const match = pretty === null ? null : HASHRATE_TEXT.exec(pretty);
  if (match === null) return null;
  const [, written = '', prefix = ''] = match;
  const figure = written.replace(THOUSANDS, '').replace(',', '.');
  const rate = hashrateHs(figure, hashesPerUnit(`${prefix.toUpperCase()}H/s`));
  return rate === 0 ? null : rate;
}
