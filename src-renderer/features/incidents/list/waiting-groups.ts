import { ATTENTION_WORDS, CONDITION_OF_ATTENTION } from '../../../../src-shared/condition-kinds.ts';
import type { Moment } from '../../../../src-shared/miner/miner-now.ts';
import type { Miner, Rule } from '../../../../src-shared/model/index.ts';
import { matchesQuery, parseQuery } from '../../../../src-shared/query/index.ts';
import { exactQuery } from '../../../miner-view/exact-query.ts';

/** Miners with the same problem that is no incident yet, because a rule waits whether it lasts. */
export interface WaitingGroup {
  readonly miners: readonly Miner[];
  /** What a row shows: "offline". */
  readonly word: string;
  /** The query for them, or for all with the problem where they are too many for one. */
  readonly query: string;
  /** UNIX milliseconds; null if unknown. */
  readonly sinceAt: number | null;
  readonly forSeconds: number;
}

/** `miners`: all of the farm. `waiting`: the problems that rules are waiting for, those of most miners first; `others`: those of no rule. */
export function waitingGroups(
  heard: readonly Miner[],
  rules: readonly Pick<Rule, 'query' | 'enabled' | 'for_seconds' | 'about'>[],
  moment: Moment,
  miners: readonly Miner[] = heard,
): { readonly waiting: readonly WaitingGroup[]; readonly others: readonly Miner[] } {
  const active = rules
    .filter(({ about, enabled }) => about === 'miners' && enabled)
    .map(({ query, for_seconds }) => ({ query: parseQuery(query), forSeconds: for_seconds }));
  const others: Miner[] = [];
  const byCode = Map.groupBy(heard, ({ attention }) => attention[0]?.code ?? '');
  const waiting = [...byCode]
    .flatMap(([code, those]): WaitingGroup[] => {
      const [first] = those;
      const times = active.flatMap(({ query, forSeconds }) =>
        first !== undefined && matchesQuery(query, first, moment.nowMs, moment.staleAfterMs) ? [forSeconds] : [],
      );
      if (times.length === 0) {
        others.push(...those);
        return [];
      }
      const ofCode = `condition=${CONDITION_OF_ATTENTION[code] ?? code}`;
      const sinces = those.flatMap(({ attention }) => attention[0]?.since_at ?? []);
      return [
        {
          miners: those,
          word: ATTENTION_WORDS[code] ?? code,
          query: exactQuery(those, miners, moment, [ofCode]) ?? ofCode,
          sinceAt: sinces.length === 0 ? null : Math.min(...sinces),
          forSeconds: Math.min(...times),
        },
      ];
    })
    .sort((a, b) => b.miners.length - a.miners.length);
  return { waiting, others };
}
