import { type Moment, secondsSince } from '../miner-now.ts';
import { type MinerFact, minerFacts } from '../miner-state.ts';
import type { Miner } from '../model/index.ts';

/** Whether a fact is one that is asked for: by one term of a query. */
export type IsAsked = (fact: MinerFact) => boolean;

/**
 * For how many seconds a miner has been as its row shows, or, where a state or a problem is asked
 * for, as it is asked for: where several are, since the last of them began. Null where that is not
 * known.
 */
export function sinceSeconds(miner: Miner, moment: Moment, asked: readonly IsAsked[] = []): number | null {
  const facts = minerFacts(miner, moment);
  const secondsOf = ({ sinceAt }: MinerFact): number | null => secondsSince(sinceAt, moment);
  const named = asked.map((isAsked) => facts.filter(isAsked)).filter((those) => those.length > 0);
  if (named.length === 0) return facts[0] === undefined ? null : secondsOf(facts[0]);
  // Alternatives: it is enough that one of them has been so for as long.
  const spans = named.map((those) => those.map(secondsOf).reduce(longest, null));
  return spans.some((span) => span === null) ? null : Math.min(...spans.map((span) => span ?? 0));
}

function longest(one: number | null, other: number | null): number | null {
  return other === null ? one : Math.max(one ?? 0, other);
}
