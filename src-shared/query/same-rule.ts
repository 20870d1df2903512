import type { Rule } from '../model/index.ts';
import { parseQuery } from './parse/parse-query.ts';
import type { QueryTerm } from './query.ts';

/** The rule whose search means the same already; null if there is none. */
export function sameRule(query: string, rules: readonly Rule[]): Rule | null {
  return rules.find((rule) => rule.about === 'miners' && isSameSearch(rule.query, query)) ?? null;
}

/** Whether two searches of rules mean the same. */
export function isSameSearch(one: string, other: string): boolean {
  const asked = meaningOf(one);
  return asked !== '' && asked === meaningOf(other);
}

/**
 * The same text for searches that mean the same: whatever the order of terms and values, brackets,
 * spaces, case, units and ways to write them. A search with an invalid part is compared as it is.
 */
function meaningOf(query: string): string {
  const { terms, errors } = parseQuery(query);
  return errors.length > 0 ? query.trim().toLowerCase().replaceAll(/\s+/g, ' ') : allOf(terms);
}

function allOf(terms: readonly QueryTerm[]): string {
  return [...new Set(terms.map(termText))].sort().join(' ');
}

function termText(term: QueryTerm): string {
  const { negated } = term;
  switch (term.kind) {
    case 'either':
      return signed(negated, `(${term.options.map(allOf).sort().join(' or ')})`);
    case 'flag':
      // `offline` asks what `condition=offline` does.
      return term.flag === 'online' ? signed(!negated, 'is:offline') : signed(negated, `is:${term.flag}`);
    case 'word':
      return signed(negated, `is:${anyOf(term.values)}`);
    case 'text': {
      const { field, operator, values } = term;
      const isExcluded = operator === '!=';
      const isState = (field === 'state' || field === 'condition') && !isExcluded;
      const about = isState ? 'is:' : `${field}${isExcluded ? '=' : operator}`;
      return signed(negated !== isExcluded, `${about}${anyOf(values)}`);
    }
    case 'number': {
      const { field, operator, values } = term;
      const isExcluded = operator === '!=';
      const isExact = operator === ':' || operator === '=' || isExcluded;
      const amounts = values.map(({ value, percent, bare, limit, tolerance }) =>
        [value, percent ? '%' : bare ? 'own' : '', limit ? 'limit' : '', isExact ? tolerance : ''].join(' '),
      );
      return signed(negated !== isExcluded, `${field}${isExact ? '=' : operator}${anyOf(amounts)}`);
    }
  }
}

function signed(isNegated: boolean, text: string): string {
  return `${isNegated ? '-' : ''}${text}`;
}

function anyOf(values: readonly string[]): string {
  return [...new Set(values.map((value) => value.toLowerCase()))].sort().join('|');
}
