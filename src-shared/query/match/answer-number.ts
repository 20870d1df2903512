import type { Moment } from '../../miner/miner-now.ts';
import type { MinerFact } from '../../miner/miner-state.ts';
import type { Miner } from '../../model/index.ts';
import type { NumberField } from '../fields/number-fields.ts';
import type { Amount, LeafMeaning, NumberOperator, StateMeaning } from '../query.ts';
import { isAnyTrue, textTests } from './answer-text.ts';

/** Whether a figure of a miner is what a term asks for; null if it is not known. */
export function answerNumber(
  { operator, values, beside }: Extract<LeafMeaning, { kind: 'number' }>,
  field: NumberField,
  miner: Miner,
  moment: Moment,
): boolean | null {
  const asked = beside?.map(isAnyNamed);
  let isEvery = true;
  let isAny = false;
  for (const amount of values) {
    const value = (amount.percent ? field.readPercent : field.read)?.(miner, moment, asked) ?? null;
    const limit = value === null ? null : comparedAmount(amount, field, miner);
    if (value === null || limit === null) return null;
    const isSo = compare(value, operator, limit);
    isEvery &&= isSo;
    isAny ||= isSo;
  }
  return operator === '!=' ? isEvery : isAny;
}

/** Whether one of several terms matches a fact about a miner. */
function isAnyNamed(terms: readonly StateMeaning[]): (fact: MinerFact) => boolean {
  const tests = terms.map(isNamedBy);
  return (fact) => tests.some((isNamed) => isNamed(fact));
}

/** Whether a term matches a fact about a miner. */
function isNamedBy(term: StateMeaning): (fact: MinerFact) => boolean {
  const tests = textTests(term);
  return ({ states, condition }) => {
    const texts = term.field === 'state' ? states : condition === null ? [] : [condition];
    return texts.some((text) => isAnyTrue(tests, text.toLowerCase()));
  };
}

/** The figure to compare with for this miner, in the field's unit; null if its limit is unknown. */
function comparedAmount(amount: Amount, field: NumberField, miner: Miner): Pick<Amount, 'value' | 'tolerance'> | null {
  if (amount.limit) {
    const value = field.readLimit?.(miner) ?? null;
    return value === null ? null : { value, tolerance: 0 };
  }
  const unit = amount.bare ? (field.ownUnit?.(miner) ?? 1) : 1;
  if (unit === 1) return amount;
  return { value: amount.value * unit, tolerance: amount.tolerance * unit };
}

/** Compares a figure with an amount. */
export function compare(
  value: number,
  operator: NumberOperator,
  { value: asked, tolerance }: Pick<Amount, 'value' | 'tolerance'>,
): boolean {
  switch (operator) {
    case '>':
      return value > asked;
    case '>=':
      return value >= asked;
    case '<':
      return value < asked;
    case '<=':
      return value <= asked;
    case ':':
    case '=':
      return Math.abs(value - asked) <= tolerance;
    case '!=':
      return Math.abs(value - asked) > tolerance;
  }
}
