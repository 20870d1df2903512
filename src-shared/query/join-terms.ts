import { FLAGS, fieldNameOf, NUMBER_FIELDS, type NumberFieldName } from './fields.ts';
import type { QueryError } from './query.ts';
import { queryTexts } from './query-texts.ts';
import { type RawTerm, splitTerms } from './split-terms.ts';

/**
 * Splits a text like `splitTerms`, and handles the words between terms: `and` has no effect, `not`
 * is a minus, and `or` (or a separate `|`) joins values of one field. Unsupported syntax, such as
 * brackets, is an error: as a word it would match no miner, and its negation all.
 */
export function joinTerms(text: string): readonly (RawTerm | QueryError)[] {
  const joined: (RawTerm | QueryError)[] = [];
  const raws = splitTerms(text);
  let isNegated: RawTerm | null = null;
  let joins: RawTerm | null = null;
  for (const [i, raw] of raws.entries()) {
    const word = joiningWord(raw);
    const isLast = i === raws.length - 1;
    if (word === 'not' && isNegatable(raws[i + 1])) isNegated = raw;
    else if (word === 'and' && !isLast && i > 0) continue;
    else if ((word === 'or' || word === '|') && !isLast && i > 0) joins = raw;
    else {
      const term: RawTerm =
        isNegated === null ? withoutRepeatedField(raw) : { ...raw, from: isNegated.from, negated: !raw.negated };
      const before = joined.at(-1);
      if (before !== undefined && !('message' in before) && isUnitOf(term, before)) {
        joined.splice(-1, 1, withUnit(before, term));
        continue;
      }
      const either = joins === null || before === undefined || 'message' in before ? null : eitherOf(before, term);
      if (joins !== null && either === null) joined.push(errorOf(joins, queryTexts.orOfOneField));
      else if (either !== null) joined.splice(-1, 1, either);
      else joined.push(bracketIn(term) ? errorOf(term, queryTexts.noBrackets) : term);
      isNegated = null;
      joins = null;
    }
  }
  return joined;
}

function joiningWord(raw: RawTerm): string | null {
  if (raw.field !== null || raw.negated || raw.unclosedQuote) return null;
  const [only, ...more] = raw.values;
  if (only === undefined) return raw.places.length === 2 ? '|' : null;
  return more.length > 0 || only.quoted || raw.places.length > 1 ? null : only.text.toLowerCase();
}

/**
 * Whether `not` negates the next term. In "not answering" and "not hashing" it is part of a state.
 */
function isNegatable(raw: RawTerm | undefined): boolean {
  if (raw === undefined || raw.field !== null) return raw !== undefined;
  const word = joiningWord(raw) ?? '';
  return word !== 'hashing' && Object.hasOwn(FLAGS, word);
}

/** Joins two terms to alternatives; null if they are not values of one field. */
function eitherOf(one: RawTerm, other: RawTerm): RawTerm | null {
  if (one.negated || other.negated) return null;
  const isSame =
    one.field === null
      ? other.field === null
      : other.field !== null &&
        one.field.name.toLowerCase() === other.field.name.toLowerCase() &&
        one.field.operator === other.field.operator;
  if (!isSame) return null;
  return {
    ...one,
    to: other.to,
    values: [...one.values, ...other.values],
    places: [...one.places, ...other.places],
    unclosedQuote: one.unclosedQuote || other.unclosedQuote,
  };
}

/** Turns `model:s19|model:s21` into `model:s19|s21`. */
function withoutRepeatedField(raw: RawTerm): RawTerm {
  if (raw.field === null) return raw;
  const repeated = `${raw.field.name}${raw.field.operator}`.toLowerCase();
  const values = raw.values.map((value) =>
    !value.quoted && value.text.toLowerCase().startsWith(repeated)
      ? { ...value, text: value.text.slice(repeated.length) }
      : value,
  );
  return { ...raw, values };
}

/** Whether a term is only the unit of the figure before it: `hashrate > 100 TH/s`. */
function isUnitOf(unit: RawTerm, { field, values }: RawTerm): boolean {
  const word = joiningWord(unit);
  const name = field === null ? '' : fieldNameOf(field.name);
  if (word === null || !Object.hasOwn(NUMBER_FIELDS, name)) return false;
  const { units } = NUMBER_FIELDS[name as NumberFieldName];
  return Object.hasOwn(units, word) && /^[\d.,]+$/.test(values.at(-1)?.text ?? '');
}

function withUnit(term: RawTerm, unit: RawTerm): RawTerm {
  const last = term.values.length - 1;
  const text = unit.values[0]?.text ?? '';
  return {
    ...term,
    to: unit.to,
    values: term.values.map((value, i) => (i === last ? { ...value, text: value.text + text } : value)),
  };
}

function bracketIn({ field, values }: RawTerm): boolean {
  const [first] = values;
  return field === null && first !== undefined && !first.quoted && first.text.startsWith('(');
}

function errorOf({ from, to }: RawTerm, message: string): QueryError {
  return { from, to, message };
}
