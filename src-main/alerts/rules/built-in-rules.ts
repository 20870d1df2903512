import { MINER_RULES } from './built-in-miner-rules.ts';
import { PROGRAM_RULES } from './built-in-program-rules.ts';
import type { BuiltInRule } from './define-rule.ts';

/**
 * The rules that are on by default, the likeliest cause first: if a miner has several faults of one
 * severity, the first names the incident. Their ids never change. What a rule can match while a
 * miner starts, tunes, is stopped or is in a job depends on its query (compiled-rule.ts,
 * incidents/matching/evaluator.ts).
 */
export const BUILT_IN_RULES: readonly BuiltInRule[] = [...MINER_RULES, ...PROGRAM_RULES];

const BY_ID: ReadonlyMap<string, BuiltInRule> = new Map(BUILT_IN_RULES.map((one) => [one.id, one]));
const RANKS: ReadonlyMap<string, number> = new Map(BUILT_IN_RULES.map(({ id }, rank) => [id, rank]));

export function builtInRule(id: string): BuiltInRule | null {
  return BY_ID.get(id) ?? null;
}

/** The position of a rule in the order of causes; the operator's rules come last. */
export function ruleRank(id: string): number {
  return RANKS.get(id) ?? BUILT_IN_RULES.length;
}
