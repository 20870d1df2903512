import { type Moment, secondsSince } from '../../miner/miner-now.ts';
import { type MinerFact, minerFacts } from '../../miner/miner-state.ts';
import type { Miner } from '../../model/index.ts';

/** Whether a fact matches one term of a query. */
export type IsAsked = (fact: MinerFact) => boolean;

/**
 * Seconds since a miner has the state of its row. If states or conditions are in the query, seconds
 * since it has these, counted from the latest of them. Null if unknown.
 */
export function sinceSeconds(miner: Miner, moment: Moment, asked: readonly IsAsked[] = []): number | null {
  const facts = minerFacts(miner, moment);
  const secondsOf = ({ sinceAt }: MinerFact): number | null => secondsSince(sinceAt, moment);
  const named = asked.map((isAsked) => facts.filter(isAsked)).filter((those) => those.length > 0);
  if (named.length === 0) return facts[0] === undefined ? null : secondsOf(facts[0]);
  // Of the alternatives of a term, the one that has lasted longest counts.
  const spans = named.map((those) => those.map(secondsOf).reduce(longest, null));
  return spans.some((span) => span === null) ? null : Math.min(...spans.map((span) => span ?? 0));
}

function longest(one: number | null, other: number | null): number | null {
  return other === null ? one : Math.max(one ?? 0, other);
}
