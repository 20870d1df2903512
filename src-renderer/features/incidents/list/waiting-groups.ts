import { ATTENTION_WORDS, CONDITION_OF_ATTENTION } from '../../../../src-shared/condition-kinds.ts';
import { type Moment, needsAttention } from '../../../../src-shared/miner/miner-now.ts';
import type { Incident, Miner, Rule } from '../../../../src-shared/model/index.ts';
import { matchesQuery, parseQuery } from '../../../../src-shared/query/index.ts';

/** Miners with the same problem that is no incident yet, because a rule waits whether it lasts. */
export interface WaitingGroup {
  readonly miners: readonly Miner[];
  /** What a row shows: "offline". */
  readonly word: string;
  readonly query: string;
  /** UNIX milliseconds; null if unknown. */
  readonly sinceAt: number | null;
  readonly forSeconds: number;
}

/**
 * The problems that rules are waiting for, those of most miners first. Without those that are in an
 * incident, in maintenance, or a matter of no rule.
 */
export function waitingGroups(
  miners: readonly Miner[],
  incidents: readonly Incident[],
  rules: readonly Pick<Rule, 'query' | 'enabled' | 'for_seconds' | 'about'>[],
  moment: Moment,
): readonly WaitingGroup[] {
  const said = new Set(incidents.flatMap(({ miner_ids }) => miner_ids));
  const active = rules
    .filter(({ about, enabled }) => about === 'miners' && enabled)
    .map(({ query, for_seconds }) => ({ query: parseQuery(query), forSeconds: for_seconds }));
  const waiting = miners.filter(
    (miner) => needsAttention(miner) && !said.has(miner.id) && (moment.maintenanceOf?.(miner).length ?? 0) === 0,
  );
  const byCode = Map.groupBy(waiting, ({ attention }) => attention[0]?.code ?? '');
  return [...byCode]
    .flatMap(([code, those]): WaitingGroup[] => {
      const [first] = those;
      const times = active.flatMap(({ query, forSeconds }) =>
        first !== undefined && matchesQuery(query, first, moment.nowMs, moment.staleAfterMs) ? [forSeconds] : [],
      );
      if (times.length === 0) return [];
      const sinces = those.flatMap(({ attention }) => attention[0]?.since_at ?? []);
      return [
        {
          miners: those,
          word: ATTENTION_WORDS[code] ?? code,
          query: `condition=${CONDITION_OF_ATTENTION[code] ?? code}`,
          sinceAt: sinces.length === 0 ? null : Math.min(...sinces),
          forSeconds: Math.min(...times),
        },
      ];
    })
    .sort((a, b) => b.miners.length - a.miners.length);
}
