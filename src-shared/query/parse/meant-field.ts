import { nearestWord } from '../../text/nearest-word.ts';
import { FIELD_ALIASES, FIELD_NAMES } from '../fields/field-names.ts';

/**
 * The field closest to an unknown word; null if none is close. `more`: additional fields of one
 * search.
 */
export function meantField(word: string, more: readonly string[] = []): string | null {
  const near = nearestWord(word, [...more, ...FIELD_NAMES, ...Object.keys(FIELD_ALIASES)]);
  return near === null ? null : (FIELD_ALIASES[near] ?? near);
}
