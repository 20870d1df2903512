import type { BuiltInRule } from './define-rule.ts';
import { MINER_RULES } from './miner-rules.ts';
import { PROGRAM_RULES } from './program-rules.ts';

/**
 * The rules that are on from the first minute, the likeliest cause first: where a miner has several
 * faults of one severity, the first of them names the incident. Their ids never change. What a rule
 * can find while a miner starts, tunes, is stopped or is in a job is decided by its query
 * (compiled-rule.ts, incidents/evaluator.ts).
 */
export const BUILT_IN_RULES: readonly BuiltInRule[] = [...MINER_RULES, ...PROGRAM_RULES];

const BY_ID: ReadonlyMap<string, BuiltInRule> = new Map(BUILT_IN_RULES.map((one) => [one.id, one]));
const RANKS: ReadonlyMap<string, number> = new Map(BUILT_IN_RULES.map(({ id }, rank) => [id, rank]));

export function builtInRule(id: string): BuiltInRule | null {
  return BY_ID.get(id) ?? null;
}

/** Where a rule stands in the order of causes; rules of the operator come last. */
export function ruleRank(id: string): number {
  return RANKS.get(id) ?? BUILT_IN_RULES.length;
}
