import { leavesOf } from '../either.ts';
import { FIELD_NAMES, fieldNameOf } from '../fields/field-names.ts';
import { FLAG_NAMES, FLAGS } from '../fields/flags.ts';
import { NUMBER_FIELDS, type NumberField, type NumberFieldName } from '../fields/number-fields.ts';
import { TEXT_FIELD_WORDS, TEXT_FIELDS, type TextFieldName } from '../fields/text-fields.ts';
import { ipRange, isMeantAsRange } from '../ip-range.ts';
import type {
  Amount,
  FlagName,
  LeafMeaning,
  LeafTerm,
  NumberOperator,
  Query,
  QueryError,
  QueryTerm,
  StateMeaning,
  TextOperator,
} from '../query.ts';
import { queryTexts } from '../query-texts.ts';
import { namesUnit, parseAmount } from './amount.ts';
import { meantField } from './meant-field.ts';
import { errorAt, parseTerms, placed } from './parse-terms.ts';
import type { RawTerm } from './split-terms.ts';

const YES = new Set(['yes', 'true', 'on']);
const NO = new Set(['no', 'false', 'off']);

export type Reading = LeafMeaning | QueryError;

/**
 * Parses a query. Never throws: invalid parts are in `errors`, with their position and what is
 * allowed.
 */
export function parseQuery(text: string): Query {
  const { terms, errors } = parseTerms<LeafTerm>(text, (raw) => placed(readMeaning(raw), raw));
  return { terms: leavesOf(terms).some(isSince) ? withStates(terms, []) : terms, errors };
}

/**
 * With a state or condition beside it, `since` is how long that has been true. Beside it are the
 * terms that must match with it: those of its option, and those around the brackets.
 */
function withStates(terms: readonly QueryTerm[], around: readonly (readonly StateMeaning[])[]): readonly QueryTerm[] {
  return terms.map((term) => {
    if (term.kind !== 'either' && !isSince(term)) return term;
    const states = terms.flatMap((other) => (other === term ? [] : [statesIn(other)]));
    const beside = [...around, ...states.filter((alternatives) => alternatives.length > 0)];
    if (term.kind === 'either') return { ...term, options: term.options.map((option) => withStates(option, beside)) };
    return beside.length === 0 ? term : { ...term, beside };
  });
}

/** The states and conditions that a term asks for, as alternatives. */
function statesIn(term: QueryTerm): readonly StateMeaning[] {
  return leavesOf([term]).flatMap((leaf): StateMeaning[] => {
    if (leaf.kind !== 'text' || (leaf.field !== 'state' && leaf.field !== 'condition')) return [];
    const { from: _, to: __, ...meaning } = leaf;
    return meaning.negated || meaning.operator === '!=' ? [] : [meaning];
  });
}

function isSince(term: QueryTerm): term is QueryTerm & { readonly kind: 'number' } {
  return term.kind === 'number' && term.field === 'since';
}

/** The meaning of one term. `more`: additional fields besides those of miners. */
export function readMeaning(raw: RawTerm, more: readonly string[] = []): Reading {
  if (raw.unclosedQuote) return errorAt(raw, queryTexts.unclosedQuote);
  if (raw.field === null) return readBare(raw);
  const name = fieldNameOf(raw.field.name);
  const flag = FLAG_NAMES.find((one) => one === name);
  if (flag !== undefined) return readYesNo(raw, flag);
  if (!FIELD_NAMES.includes(name)) {
    const meant = meantField(raw.field.name, more);
    return { ...errorAt(raw.field, queryTexts.unknownField(raw.field.name, meant)), unknownField: { meant } };
  }
  return readField(raw, name, raw.field.operator);
}

function readBare(raw: RawTerm): Reading {
  const [first] = raw.values;
  if (first === undefined) {
    return errorAt(raw, queryTexts.nothingAfterSign(raw.negated ? '-' : '|'));
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
