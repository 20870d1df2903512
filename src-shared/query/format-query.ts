import type { FlagName, IncidentMeaning, TermMeaning } from './query.ts';

const FLAG_TEXTS: Readonly<Record<FlagName, { readonly yes: string; readonly no: string }>> = {
  online: { yes: 'online', no: 'offline' },
  hashing: { yes: 'hashing', no: '-hashing' },
  managed: { yes: 'managed', no: 'managed:no' },
  attention: { yes: 'attention', no: '-attention' },
};

/**
 * Writes terms as a text that is understood as these terms. Where a word could be taken for a part
 * of the term before it, as a unit is, the two are understood as one.
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

/** Bare words that could be taken for something else go in quotes. */
function formatWords(values: readonly string[]): string {
  return values.map((value) => (isUnmistakable(value) ? value : inQuotes(value))).join('|');
}

/** An address may keep its colons: what stands before them are digits or a MAC's pairs. */
function isUnmistakable(value: string): boolean {
  if (/^(online|offline|hashing|managed|unmanaged|attention|or|and|not)$/i.test(value)) return false;
  return /^[\p{L}\p{N}_.][\p{L}\p{N}_.@#/-]*$/u.test(value) || /^\d+(\.\d+){1,3}(:\d*)?$/.test(value);
}

/** A value as it is written behind a field, in quotes where it needs them. */
export function quoteValue(value: string): string {
  return /["\s|\\]/.test(value) || value === '' ? inQuotes(value) : value;
}

function inQuotes(value: string): string {
  return `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
}
