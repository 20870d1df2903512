import { parseQuery } from '../../../../src-shared/query/index.ts';

/** Whether a query is valid; an empty one only if it is optional. */
export function isClean(query: string, mayBeEmpty = false): boolean {
  if (query.trim() === '') return mayBeEmpty;
  return parseQuery(query).errors.length === 0;
}
