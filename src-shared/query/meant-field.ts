import { nearestWord } from '../nearest-word.ts';
import { FIELD_ALIASES, FIELD_NAMES } from './fields.ts';

/** The field most likely meant by a word that names none; null where none is close. `more` are fields of this search alone. */
export function meantField(word: string, more: readonly string[] = []): string | null {
  const near = nearestWord(word, [...more, ...FIELD_NAMES, ...Object.keys(FIELD_ALIASES)]);
  return near === null ? null : (FIELD_ALIASES[near] ?? near);
}
