import type { Rule } from '../../../../src-shared/model/index.ts';
import { leavesOf, parseQuery } from '../../../../src-shared/query/index.ts';

/** Figures that are durations: they are when a rule applies, not what it is about. */
const DURATIONS: ReadonlySet<string> = new Set(['since', 'uptime', 'age', 'seen']);

/** Whether a rule compares a figure of a miner. */
export function isThreshold({ about, query }: Pick<Rule, 'about' | 'query'>): boolean {
  if (about !== 'miners') return false;
  return leavesOf(parseQuery(query).terms).some((term) => term.kind === 'number' && !DURATIONS.has(term.field));
}
