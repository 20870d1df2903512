import { NUMBER_FIELDS } from './fields/number-fields.ts';
import type { Either, FlagName, IncidentMeaning, LeafMeaning } from './query.ts';

type Leaf = LeafMeaning | IncidentMeaning;
type Meaning = Leaf | Either<Meaning>;

const FLAG_TEXTS: Readonly<Record<FlagName, { readonly yes: string; readonly no: string }>> = {
  online: { yes: 'online', no: 'offline' },
  hashing: { yes: 'hashing', no: '-hashing' },
  losing: { yes: 'losing', no: '-losing' },
  managed: { yes: 'managed', no: 'managed:no' },
  attention: { yes: 'attention', no: '-attention' },
};

/** Formats terms as a text that parses to the same terms. */
export function formatQuery(terms: readonly Meaning[]): string {
  const [only] = terms;
  return only !== undefined && terms.length === 1 ? formatTerm(only) : formatAll(terms);
}

/** One term as a text, without brackets around alternatives. */
export function formatTerm(term: Meaning): string {
  if (term.kind !== 'either') return formatLeaf(term);
  const options = term.options.map((option) => {
    const [only] = option;
    return only !== undefined && option.length === 1 ? formatTerm(only) : `(${formatAll(option)})`;
  });
  const [first = '', ...more] = options;
  if (!term.negated) return options.join(' or ');
  // The brackets of a single option are those of the negation.
  return more.length === 0 ? `-${first}` : `-(${options.join(' or ')})`;
}

/** Terms that must all match: alternatives among them are in brackets. */
function formatAll(terms: readonly Meaning[]): string {
  return terms
    .map((term, i) => {
      if (term.kind === 'either' && !term.negated) return `(${formatTerm(term)})`;
      const unit = unitAfter(terms[i - 1], term);
      return unit === null ? formatTerm(term) : inQuotes(unit);
    })
    .join(' ');
}

/** A word that would be taken for the unit of the figure before it; else null. */
function unitAfter(before: Meaning | undefined, term: Meaning): string | null {
  if (before?.kind !== 'number' || term.kind !== 'word' || term.negated) return null;
  const [word = '', ...more] = term.values;
  return more.length === 0 && Object.hasOwn(NUMBER_FIELDS[before.field].units, word.toLowerCase()) ? word : null;
}

function formatLeaf(term: Leaf): string {
  if (term.kind === 'flag') {
    const { yes, no } = FLAG_TEXTS[term.flag];
    if (term.excludes === true) return `-${term.negated ? yes : no}`;
    return term.negated ? no : yes;
  }
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
  return /["\s|\\()]/.test(value) || value === '' ? inQuotes(value) : value;
}

function inQuotes(value: string): string {
  return `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
}
