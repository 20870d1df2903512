import type { FlagName, IncidentMeaning, TermMeaning } from './query.ts';

const FLAG_TEXTS: Readonly<Record<FlagName, { readonly yes: string; readonly no: string }>> = {
  online: { yes: 'online', no: 'offline' },
  hashing: { yes: 'hashing', no: '-hashing' },
  managed: { yes: 'managed', no: 'managed:no' },
  attention: { yes: 'attention', no: '-attention' },
};

/**
 * Formats terms as a text that parses to the same terms. One exception: a word that looks like a
 * part of the term before it, such as a unit, is parsed as one with it.
 */
export function formatQuery(terms: readonly TermMeaning[]): string {
  return terms.map(formatTerm).join(' ');
}

export function formatTerm(term: TermMeaning | IncidentMeaning): string {
  if (term.kind === 'flag') return FLAG_TEXTS[term.flag][term.negated ? 'no' : 'yes'];
  const sign = term.negated ? '-' : '';
  switch (term.kind) {
    case 'word':
      return `${sign}${formatWords(term.values)}`;
    case 'text':
    case 'incident':
      return `${sign}${term.field}${term.operator}${term.values.map(quoteValue).join('|')}`;
    case 'number':
    case 'since':
      return `${sign}${term.field}${term.operator}${term.values.map(({ text }) => quoteValue(text)).join('|')}`;
  }
}

/** Quotes bare words that could be parsed as something else. */
function formatWords(values: readonly string[]): string {
  return values.map((value) => (isUnmistakable(value) ? value : inQuotes(value))).join('|');
}

/**
 * Whether a bare word needs no quotes. An address may have colons after digits or a MAC's pairs.
 */
function isUnmistakable(value: string): boolean {
  if (/^(online|offline|hashing|managed|unmanaged|attention|or|and|not)$/i.test(value)) return false;
  return /^[\p{L}\p{N}_.][\p{L}\p{N}_.@#/-]*$/u.test(value) || /^\d+(\.\d+){1,3}(:\d*)?$/.test(value);
}

/** A value as it is written after a field, in quotes if necessary. */
export function quoteValue(value: string): string {
  return /["\s|\\]/.test(value) || value === '' ? inQuotes(value) : value;
}

function inQuotes(value: string): string {
  return `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
}
