import type { Moment } from '../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { matchesQuery, parseQuery } from '../../../../src-shared/query/index.ts';

/** How many miners a query without mistakes matches now. */
export function countMatching(query: string, miners: readonly Miner[], { nowMs, staleAfterMs }: Moment): number {
  const parsed = parseQuery(query);
  return miners.reduce((count, miner) => count + (matchesQuery(parsed, miner, nowMs, staleAfterMs) ? 1 : 0), 0);
}
