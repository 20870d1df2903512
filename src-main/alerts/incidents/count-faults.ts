import type { Rule } from '../../../src-shared/model/index.ts';
import type { StoredMember } from '../../store/store.ts';
import { findSame } from '../rules/find-same.ts';

/** How many different things are wrong with a miner: what several rules find is one. */
export function countFaults(present: readonly StoredMember[], ruleOf: (id: string) => Rule | null): number {
  const different: Rule[] = [];
  let count = 0;
  for (const { rule_id } of present) {
    const rule = ruleOf(rule_id);
    if (rule !== null && different.some((other) => findSame(rule, other))) continue;
    if (rule !== null) different.push(rule);
    count += 1;
  }
  return count;
}
