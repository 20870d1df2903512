import type { FarmCount } from '../../../../src-shared/miner/farm-sums.ts';
import type { Moment } from '../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { matchesTerms, parseQuery, quoteValue } from '../../../../src-shared/query/index.ts';

/** The query behind each count: it finds exactly the miners that were counted. */
export const COUNT_QUERIES: Readonly<Record<FarmCount, string>> = {
  hashing: 'hashing',
  attention: 'attention',
  offline: 'offline',
  unmanaged: 'managed:no',
};

/** The query for the miners of one model. */
export function modelQuery(alias: string): string {
  return `model=${quoteValue(alias)}`;
}

/** The miners that match a query. */
export function filterMiners(miners: readonly Miner[], text: string, moment: Moment): readonly Miner[] {
  const query = parseQuery(text);
  if (query.terms.length === 0) return miners;
  return miners.filter((miner) => matchesTerms(query.terms, miner, moment));
}
