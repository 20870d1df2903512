import type { Moment } from '../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { parseQuery } from '../../../../src-shared/query/index.ts';
import { filterMiners } from './fleet-filter.ts';

/**
 * A text as a search of the fleet, with the number of miners that it finds. A misspelt field is
 * corrected. Null for a single word, which is a name, for words that no miner has, and for an invalid
 * text.
 */
export function queryAsMeant(
  text: string,
  miners: readonly Miner[],
  moment: Moment,
): { readonly query: string; readonly found: number } | null {
  const query = withMeantField(text.trim());
  const { terms, errors } = parseQuery(query);
  const [first, ...more] = terms;
  if (first === undefined || errors.length > 0) return null;
  const isWords = terms.every(({ kind }) => kind === 'word');
  if (isWords && more.length === 0 && first.kind === 'word' && first.values.length === 1) return null;
  const found = filterMiners(miners, query, moment).length;
  return isWords && found === 0 ? null : { query, found };
}

function withMeantField(text: string): string {
  const [error] = parseQuery(text).errors;
  const meant = error?.unknownField?.meant ?? null;
  return error === undefined || meant === null ? text : text.slice(0, error.from) + meant + text.slice(error.to);
}
