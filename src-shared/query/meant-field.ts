import { FIELD_ALIASES, FIELD_NAMES } from './fields.ts';

/** The field most likely meant by a word that names none; null where none is close. */
export function meantField(word: string): string | null {
  const written = word.toLowerCase();
  const known = [...FIELD_NAMES, ...Object.keys(FIELD_ALIASES)];
  const near = known
    .map((name) => ({ name, distance: isBeginning(written, name) ? 1 : editDistance(written, name) }))
    .sort((a, b) => a.distance - b.distance)[0];
  if (near === undefined || near.distance > Math.max(1, Math.floor(near.name.length / 3))) return null;
  return FIELD_ALIASES[near.name] ?? near.name;
}

function isBeginning(written: string, name: string): boolean {
  return written.length >= 3 && (name.startsWith(written) || (written.startsWith(name) && name.length >= 3));
}

/**
 * How many letters must be put in, taken out or replaced to turn one word into the other
 * (Levenshtein).
 */
function editDistance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = (above[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    above = row;
  }
  return above[other.length] ?? 0;
}
