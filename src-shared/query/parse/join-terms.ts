import { fieldNameOf } from '../fields/field-names.ts';
import { FLAGS } from '../fields/flags.ts';
import { NUMBER_FIELDS, type NumberFieldName } from '../fields/number-fields.ts';
import type { Span } from '../query.ts';
import { type RawBracket, type RawTerm, splitTerms } from './split-terms.ts';

/** `or` or `and` between two terms. A single `|` is an `or`. */
export interface Joiner extends Span {
  readonly joins: 'or' | 'and';
}

export type Token = RawTerm | RawBracket | Joiner;

/**
 * Splits a text like `splitTerms`, and handles the words between terms: `not` is a minus, `and` and
 * `or` join, and a unit belongs to the figure before it.
 */
export function joinTerms(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const raws = splitTerms(text);
  let not: RawTerm | null = null;
  for (const [i, raw] of raws.entries()) {
    const next = raws[i + 1];
    const before = tokens.at(-1);
    if (not === null && 'values' in raw && bareWord(raw) === 'not' && isNegatable(next, before)) {
      not = raw;
      continue;
    }
    if (not === null && isJoiner(raw) && !isAlone(before, next)) {
      tokens.push({ joins: isBareWord(raw, 'and') ? 'and' : 'or', from: raw.from, to: raw.to });
      continue;
    }
    const own = 'bracket' in raw ? raw : isEndOfState(raw, before) ? asText(raw) : withoutRepeatedField(raw);
    const token = not === null ? own : { ...own, from: not.from, negated: !own.negated };
    not = null;
    if (isTerm(before) && isTerm(token) && isUnitOf(token, before)) tokens.splice(-1, 1, withUnit(before, token));
    else tokens.push(token);
  }
  return tokens;
}

/** "hashing" in "board not hashing", where it is no flag. */
function isEndOfState(raw: RawTerm, before: Token | undefined): boolean {
  return isBareWord(raw, 'hashing') && isTerm(before) && isBareWord(before, 'not');
}

function asText(raw: RawTerm): RawTerm {
  return { ...raw, values: raw.values.map((value) => ({ ...value, quoted: true })) };
}

function isTerm(token: Token | undefined): token is RawTerm {
  return token !== undefined && 'values' in token;
}

function isJoiner(raw: RawTerm | RawBracket): boolean {
  return isBareWord(raw, 'and') || isBareWord(raw, 'or') || isBareWord(raw, '|');
}

/** Whether nothing is on either side, up to the brackets: then a joining word is meant as a word. */
function isAlone(before: Token | undefined, next: RawTerm | RawBracket | undefined): boolean {
  const isOpen = before === undefined || ('bracket' in before && before.bracket === '(');
  return isOpen && (next === undefined || ('bracket' in next && next.bracket === ')'));
}

function isBareWord(raw: RawTerm | RawBracket, word: string): boolean {
  return 'values' in raw && bareWord(raw) === word;
}

/** The only word of a term without a field, a sign or quotes, or a single `|`; else null. */
function bareWord(raw: RawTerm): string | null {
  if (raw.field !== null || raw.negated || raw.unclosedQuote) return null;
  const [only, ...more] = raw.values;
  if (only === undefined) return raw.places.length === 2 ? '|' : null;
  return more.length > 0 || only.quoted || raw.places.length > 1 ? null : only.text.toLowerCase();
}

/**
 * Whether `not` negates what follows. In "not answering" it is part of a state, as it is after
 * another word: "board not hashing".
 */
function isNegatable(raw: RawTerm | RawBracket | undefined, before: Token | undefined): boolean {
  if (raw === undefined) return false;
  if ('bracket' in raw) return raw.bracket === '(';
  if (raw.field !== null) return true;
  const word = bareWord(raw) ?? '';
  if (word === 'hashing' && isTerm(before) && bareWord(before) !== null) return false;
  return Object.hasOwn(FLAGS, word);
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
  const word = bareWord(unit);
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
