import type { Rule } from '../../../src-shared/model/index.ts';
import { isSameSearch } from '../../../src-shared/query/index.ts';
import { isAboutAbsence } from './compiled-rule.ts';

type Asking = Pick<Rule, 'id' | 'query' | 'built_in'>;

/** Whether an own rule finds on a miner what the other one finds already, so that both have one cause. */
export function findSame(one: Asking, other: Asking): boolean {
  if (one.id === other.id || (one.built_in && other.built_in)) return false;
  return isSameSearch(one.query, other.query) || (isAboutAbsence(one) && isAboutAbsence(other));
}
