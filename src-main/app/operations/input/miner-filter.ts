import type { Moment } from '../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { matchesTerms, parseQuery } from '../../../../src-shared/query/index.ts';

export interface MinerFilter {
  readonly online?: boolean | undefined;
  readonly managed?: boolean | undefined;
  readonly model?: string | undefined;
  /** A search query without errors. */
  readonly q?: string | undefined;
}

/** The miners that match all given filters. */
export function filteredMiners(
  miners: readonly Miner[],
  { online, managed, model, q }: MinerFilter,
  moment: Moment,
): Miner[] {
  const query = q === undefined ? null : parseQuery(q);
  return miners.filter(
    (miner) =>
      (online === undefined || miner.online === online) &&
      (managed === undefined || miner.managed === managed) &&
      (model === undefined || miner.model_alias === model) &&
      (query === null || matchesTerms(query.terms, miner, moment)),
  );
}
