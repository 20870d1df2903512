import { CONDITION_CODES, type ConditionCode } from '../../condition-kinds.ts';
import { leavesOf } from '../either.ts';
import type { LeafTerm, QueryTerm } from '../query.ts';
import { textMatches } from './answer-text.ts';
import { isExcluding } from './is-excluding.ts';

/**
 * The conditions that a term names, compared as in the search: `condition:stuck` names
 * `start_stuck`. Null if it is about something else; empty for `condition:none`.
 */
export function namedConditions(term: LeafTerm): readonly ConditionCode[] | null {
  if (term.kind !== 'text' || term.field !== 'condition') return null;
  const { values, operator } = term;
  return CONDITION_CODES.filter((code) => values.some((value) => textMatches(code, operator, value)));
}

/** The conditions that a query asks for, without those that it excludes, as in `-condition=hot`. */
export function queriedConditions(terms: readonly QueryTerm[]): ReadonlySet<ConditionCode> {
  return new Set(leavesOf(terms).flatMap((term) => (isExcluding(term) ? [] : (namedConditions(term) ?? []))));
}
