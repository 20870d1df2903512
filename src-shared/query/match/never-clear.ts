import { expanded } from '../either.ts';
import { NUMBER_FIELDS, type NumberField } from '../fields/number-fields.ts';
import { parseQuery } from '../parse/parse-query.ts';
import type { Amount, LeafTerm, NumberOperator } from '../query.ts';

/**
 * Whether every miner that matches `clear` also matches `query`, as far as the two texts show it: a
 * rule with these two never ends an incident. False for a query with an error.
 */
export function isNeverClear(query: string, clear: string): boolean {
  const [asked, ended] = [parseQuery(query), parseQuery(clear)];
  if (asked.errors.length > 0 || ended.errors.length > 0 || asked.terms.length === 0) return false;
  const [found, ends] = [expanded(asked.terms), expanded(ended.terms)];
  if (found === null || ends === null) return false;
  return ends.every((end) => found.some((terms) => terms.every((term) => end.some((one) => implies(one, term)))));
}

function implies(one: LeafTerm, other: LeafTerm): boolean {
  return isSame(one, other) || isPart(one, other) || isNarrower(one, other);
}

function isSame(one: LeafTerm, other: LeafTerm): boolean {
  return JSON.stringify(comparable(one)) === JSON.stringify(comparable(other));
}

/**
 * A term without its place and its spelling: texts are compared in lower case, figures by their
 * value.
 */
function comparable({ from: _from, to: _to, ...term }: LeafTerm): object {
  if (term.kind === 'flag') return term;
  if (term.kind === 'number') return { ...term, values: term.values.map(({ text: _, ...amount }) => amount) };
  return { ...term, values: term.values.map((value) => value.toLowerCase()).sort() };
}

/**
 * Whether a term names some of the texts that another one names: `tag:r7` and `tag=r7` are parts of
 * `tag:r`.
 */
function isPart(one: LeafTerm, other: LeafTerm): boolean {
  if (one.kind !== 'text' || other.kind !== 'text' || one.negated || other.negated) return false;
  if (one.field !== other.field || one.operator === '!=' || other.operator === '!=') return false;
  const named = other.values.map((value) => value.toLowerCase());
  const isAlike = one.operator === other.operator;
  const isWithin = other.operator === ':' && !WITH_OTHER_VALUES.has(one.field);
  return one.values.every((value) => {
    const text = value.toLowerCase();
    if (isAlike && named.includes(text)) return true;
    return isWithin && isPlain(text) && named.some((part) => isPlain(part) && text.includes(part));
  });
}

/** Fields with values that are more than a part of a text: ranges, spellings and words of their own. */
const WITH_OTHER_VALUES: ReadonlySet<string> = new Set(['ip', 'mac', 'maintenance', 'place', 'preset']);

/** Whether a value is no pattern. */
function isPlain(value: string): boolean {
  return !value.includes('*');
}

type NumberTerm = Extract<LeafTerm, { kind: 'number' }>;

/**
 * Whether a limit of the same figure is at least as narrow: `temp>90` is narrower than `temp>80`.
 */
function isNarrower(one: LeafTerm, other: LeafTerm): boolean {
  if (one.kind !== 'number' || other.kind !== 'number' || one.field !== other.field) return false;
  if (JSON.stringify(one.beside) !== JSON.stringify(other.beside)) return false;
  const [inner, outer] = [boundOf(one), boundOf(other)];
  if (inner === null || outer === null || !isOfOneScale(NUMBER_FIELDS[one.field], inner.amount, outer.amount))
    return false;
  if (inner.isAbove !== outer.isAbove) return false;
  const by = (inner.amount.value - outer.amount.value) * (inner.isAbove ? 1 : -1);
  return by > 0 || (by === 0 && (outer.isIncluded || !inner.isIncluded));
}

interface Bound {
  readonly amount: Amount;
  readonly isAbove: boolean;
  readonly isIncluded: boolean;
}

const NEGATED: Readonly<Partial<Record<NumberOperator, NumberOperator>>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

/** The limit that a term sets; null if it sets none, or several. */
function boundOf({ operator, negated, values }: NumberTerm): Bound | null {
  const effective = NEGATED[operator] === undefined ? null : negated ? NEGATED[operator] : operator;
  const [amount] = values;
  if (effective == null || amount === undefined || values.length > 1) return null;
  return { amount, isAbove: effective.startsWith('>'), isIncluded: effective.endsWith('=') };
}

/** Whether two amounts are compared in one unit. Without a unit, it may depend on the miner. */
function isOfOneScale({ ownUnit }: NumberField, one: Amount, other: Amount): boolean {
  const isOneUnit = one.bare === other.bare || ownUnit === undefined;
  return isOneUnit && one.percent === other.percent && one.limit === other.limit;
}
