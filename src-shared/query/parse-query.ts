import { namesUnit, parseAmount } from './amount.ts';
import {
  FIELD_NAMES,
  FLAGS,
  fieldNameOf,
  NUMBER_FIELDS,
  type NumberField,
  type NumberFieldName,
  TEXT_FIELD_WORDS,
  TEXT_FIELDS,
  type TextFieldName,
} from './fields.ts';
import { ipRange, isMeantAsRange } from './ip-range.ts';
import { joinTerms } from './join-terms.ts';
import { meantField } from './meant-field.ts';
import type {
  Amount,
  FlagName,
  NumberOperator,
  Query,
  QueryError,
  QueryTerm,
  StateMeaning,
  TermMeaning,
  TextOperator,
} from './query.ts';
import { queryTexts } from './query-texts.ts';
import type { RawTerm } from './split-terms.ts';

const YES = new Set(['yes', 'true', 'on']);
const NO = new Set(['no', 'false', 'off']);

export type Reading = TermMeaning | QueryError;

/**
 * Parses a query. Never throws: invalid parts are in `errors`, with their position and what is
 * allowed.
 */
export function parseQuery(text: string): Query {
  const terms: QueryTerm[] = [];
  const errors: QueryError[] = [];
  for (const raw of joinTerms(text)) {
    const read = 'message' in raw ? raw : readMeaning(raw);
    if ('message' in read) errors.push(read);
    else terms.push({ ...read, from: raw.from, to: raw.to });
  }
  return { terms: withStates(terms), errors };
}

/** With a state or condition in the query, `since` is how long that has been true. */
function withStates(terms: readonly QueryTerm[]): readonly QueryTerm[] {
  if (!terms.some(isSince)) return terms;
  const beside = terms.flatMap((term): StateMeaning[] => {
    if (term.kind !== 'text' || (term.field !== 'state' && term.field !== 'condition')) return [];
    const { from: _, to: __, ...meaning } = term;
    return meaning.negated || meaning.operator === '!=' ? [] : [meaning];
  });
  return beside.length === 0 ? terms : terms.map((term) => (isSince(term) ? { ...term, beside } : term));
}

function isSince(term: QueryTerm): boolean {
  return term.kind === 'number' && term.field === 'since';
}

/** The meaning of one term. `more`: additional fields besides those of miners. */
export function readMeaning(raw: RawTerm, more: readonly string[] = []): Reading {
  if (raw.unclosedQuote) return errorAt(raw, queryTexts.unclosedQuote);
  if (raw.field === null) return readBare(raw);
  const name = fieldNameOf(raw.field.name);
  if (name === 'online' || name === 'hashing' || name === 'managed' || name === 'attention')
    return readYesNo(raw, name);
  if (!FIELD_NAMES.includes(name)) {
    const meant = meantField(raw.field.name, more);
    return { ...errorAt(raw.field, queryTexts.unknownField(raw.field.name, meant)), unknownField: { meant } };
  }
  return readField(raw, name, raw.field.operator);
}

function readBare(raw: RawTerm): Reading {
  const [first] = raw.values;
  if (first === undefined) {
    return errorAt(raw, queryTexts.nothingAfter(raw.negated ? '-' : '|'));
  }
  const operator = first.quoted ? null : /^(?:[<>]=?|=|:)/.exec(first.text);
  if (operator !== null) return errorAt(raw, queryTexts.noFieldBefore(operator[0]));
  const word = first.text.toLowerCase();
  const flag = raw.values.length === 1 && !first.quoted && Object.hasOwn(FLAGS, word) ? FLAGS[word] : undefined;
  if (flag !== undefined) return { kind: 'flag', flag: flag.flag, negated: flag.negated !== raw.negated };
  const range = raw.values.find(({ text, quoted }) => !quoted && isMeantAsRange(text));
  if (range !== undefined) return errorAt(raw, queryTexts.rangeNeedsField(range.text));
  return { kind: 'word', negated: raw.negated, values: raw.values.map(({ text }) => text) };
}

function readYesNo(raw: RawTerm, flag: FlagName): Reading {
  const answer = raw.values.length === 1 ? (raw.values[0]?.text.toLowerCase() ?? '') : '';
  const operator = raw.field?.operator ?? '';
  if (!isTextOperator(operator) || (!YES.has(answer) && !NO.has(answer))) {
    return errorAt(raw, queryTexts.yesOrNo(flag));
  }
  const negations = [raw.negated, operator === '!=', NO.has(answer)].filter(Boolean).length;
  return { kind: 'flag', flag, negated: negations % 2 === 1 };
}

function readField(raw: RawTerm, name: string, operator: string): Reading {
  const texts = raw.values.map(({ text }) => text);
  const isText = Object.hasOwn(TEXT_FIELDS, name);
  if (!Object.hasOwn(NUMBER_FIELDS, name)) {
    const field = name as TextFieldName;
    if (!isTextOperator(operator)) {
      return errorAt(raw, queryTexts.textOperators(name, TEXT_FIELD_WORDS[field] ?? []));
    }
    if (texts.length === 0) {
      return errorAt(raw, queryTexts.noText(`${name}${operator}`, TEXT_FIELD_WORDS[field] ?? []));
    }
    const term = { kind: 'text', field, operator, negated: raw.negated, values: texts } as const;
    if (field !== 'ip') return term;
    const ranges = texts.map(ipRange);
    // As a text it would match no address, and its negation all.
    if (texts.some((text, i) => isMeantAsRange(text) && ranges[i] === null)) {
      return errorAt(raw, queryTexts.wrongRange);
    }
    return { ...term, ranges };
  }
  const field: NumberField = NUMBER_FIELDS[name as NumberFieldName];
  const isFigure = (text: string): boolean =>
    parseAmount(text, field) !== null && (namesUnit(text) || field.figuresAreNames !== true);
  const words = TEXT_FIELD_WORDS[name as TextFieldName] ?? null;
  const isName = (text: string): boolean => words === null || words.includes(text.toLowerCase());
  if (isText && isTextOperator(operator) && texts.length > 0 && !texts.every(isFigure) && texts.every(isName)) {
    return { kind: 'text', field: name as TextFieldName, operator, negated: raw.negated, values: texts };
  }
  const values = texts.map((text) => parseAmount(text, field)).filter((value): value is Amount => value !== null);
  if (values.length === 0 || values.length < texts.length) {
    const examples = field.examples.map((example) => name + example);
    return errorAt(raw, queryTexts.wrongFigure(name, field.takes, examples));
  }
  return {
    kind: 'number',
    field: name as NumberFieldName,
    operator: operator as NumberOperator,
    negated: raw.negated,
    values,
  };
}

export function isTextOperator(operator: string): operator is TextOperator {
  return operator === ':' || operator === '=' || operator === '!=';
}

export function errorAt({ from, to }: { from: number; to: number }, message: string): QueryError {
  return { from, to, message };
}
