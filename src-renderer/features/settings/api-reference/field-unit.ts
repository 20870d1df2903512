import { apiReferenceTexts } from './api-reference-texts.ts';

/** The units that the names of fields end with; the longer ending first. */
const UNITS: readonly (readonly [ending: string, unit: string])[] = [
  ['_j_per_th', 'J/TH'],
  ['_kbytes_per_s', 'kB/s'],
  ['_kw_per_minute', 'kW/min'],
  ['_bytes', 'B'],
  ['_seconds', 's'],
  ['_minutes', 'min'],
  ['_days', 'd'],
  ['_percent', '%'],
  ['_ms', 'ms'],
  ['_at', apiReferenceTexts.unixMs],
  ['_hs', 'H/s'],
  ['_mhz', 'MHz'],
  ['_mv', 'mV'],
  ['_watts', 'W'],
  ['_w', 'W'],
  ['_c', '°C'],
  ['_s', 's'],
];

/** The unit in the name of a field, such as W for `power_w` and `params.watts`; empty without one. */
export function fieldUnit(name: string): string {
  const leaf = `_${name.slice(name.lastIndexOf('.') + 1)}`;
  return UNITS.find(([ending]) => leaf.endsWith(ending))?.[1] ?? '';
}
