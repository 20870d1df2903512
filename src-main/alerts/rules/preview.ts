import { momentOf } from '../../../src-shared/miner-now.ts';
import type { Miner, RulePreview, RuleQuestion } from '../../../src-shared/model/index.ts';
import { matchesQuery, parseQuery } from '../../../src-shared/query/index.ts';
import type { Store } from '../../store/store.ts';

export interface PreviewFarm {
  miners(): readonly Miner[];
  readonly statusSeconds: number;
}

/** Who matches a query now. */
export async function previewRule(
  { query: text }: RuleQuestion,
  farm: PreviewFarm,
  _store: Pick<Store, 'minerHistory' | 'activity'>,
  nowMs: number,
): Promise<RulePreview> {
  const query = parseQuery(text);
  const moment = momentOf(nowMs, farm.statusSeconds);
  const matching = farm.miners().filter((miner) => matchesQuery(query, miner, moment.nowMs, moment.staleAfterMs));
  return { matching: matching.map(({ id }) => id), fired: [], days: 0, unanswered: [] };
}
