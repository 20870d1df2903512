import { momentOf } from '../../../src-shared/miner-now.ts';
import type { Miner, RulePreview, RuleQuestion } from '../../../src-shared/model/index.ts';
import { matchesQuery, parseQuery } from '../../../src-shared/query/index.ts';

export interface PreviewFarm {
  miners(): readonly Miner[];
  readonly statusSeconds: number;
}

/** What is said while no history is searched. */
const NOT_SEARCHED = 'History is not searched yet: only who matches now is known.';

/** Who matches a query now. */
export function previewRule({ query: text }: RuleQuestion, farm: PreviewFarm, nowMs: number): RulePreview {
  const query = parseQuery(text);
  const moment = momentOf(nowMs, farm.statusSeconds);
  const matching = farm.miners().filter((miner) => matchesQuery(query, miner, moment.nowMs, moment.staleAfterMs));
  return { matching: matching.map(({ id }) => id), fired: [], days: 0, unanswered: [NOT_SEARCHED] };
}
