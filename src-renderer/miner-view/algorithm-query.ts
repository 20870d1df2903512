import type { FarmTotals } from '../../src-shared/miner/farm-sums.ts';
import { quoteValue } from '../../src-shared/query/index.ts';

/** A query for the miners of one algorithm; the query itself where the farm has only one. */
export function ofAlgorithm(query: string, algorithm: string, { hashrates }: Pick<FarmTotals, 'hashrates'>): string {
  return hashrates.length > 1 ? [query, `algorithm=${quoteValue(algorithm)}`].join(' ') : query;
}
