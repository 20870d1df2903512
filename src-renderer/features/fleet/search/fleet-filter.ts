import { isHashing, type Moment, needsAttention } from '../../../../src-shared/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { matchesQuery, parseQuery } from '../../../../src-shared/query/index.ts';

/** The counts in the header, each of which is a query. */
export const FLEET_COUNTS = ['hashing', 'attention', 'offline', 'unmanaged'] as const;
export type FleetCount = (typeof FLEET_COUNTS)[number];

/** The query behind a count: its rows are exactly those that were counted. */
export const COUNT_QUERIES: Readonly<Record<FleetCount, string>> = {
  hashing: 'hashing',
  attention: 'attention',
  offline: 'offline',
  unmanaged: 'managed:no',
};

/**
 * Whether a miner is behind a count: the result of the count's query, without parsing the query for
 * each miner.
 */
export function countsFor(miner: Miner, count: FleetCount, moment: Moment): boolean {
  switch (count) {
    case 'hashing':
      return isHashing(miner, moment);
    case 'offline':
      return !miner.online;
    case 'unmanaged':
      return !miner.managed;
    case 'attention':
      return needsAttention(miner);
  }
}

/** The miners that a query asks for. */
export function filterMiners(miners: readonly Miner[], text: string, moment: Moment): readonly Miner[] {
  const query = parseQuery(text);
  if (query.terms.length === 0) return miners;
  return miners.filter((miner) => matchesQuery(query, miner, moment.nowMs, moment.staleAfterMs));
}
