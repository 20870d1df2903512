import { FLAG_NAMES } from './flags.ts';
import { NUMBER_FIELDS } from './number-fields.ts';
import { TEXT_FIELDS } from './text-fields.ts';

/** Other words for fields. */
export const FIELD_ALIASES: Readonly<Record<string, string>> = {
  address: 'ip',
  problem: 'condition',
  temperature: 'temp',
  eff: 'efficiency',
  breaker: 'pdu',
  hall: 'building',
  container: 'building',
  pos: 'position',
  slot: 'position',
  host: 'hostname',
  fw: 'firmware',
  status: 'state',
  hr: 'hashrate',
  watts: 'power',
  jth: 'efficiency',
  chip: 'temp',
  grade: 'chips',
  rejects: 'rejected',
};

/** The name of the field for a word; the word itself if it is no field. */
export function fieldNameOf(word: string): string {
  const written = word.toLowerCase();
  return Object.hasOwn(FIELD_ALIASES, written) ? (FIELD_ALIASES[written] ?? written) : written;
}

/** The names of all fields, for the message about an unknown one. */
export const FIELD_NAMES: readonly string[] = [
  ...new Set([...Object.keys(TEXT_FIELDS), ...Object.keys(NUMBER_FIELDS), ...FLAG_NAMES]),
];
