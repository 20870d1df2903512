import type { Rule } from '../../../src-shared/model/index.ts';

/** A rule of the program, with what no rule of the operator has. */
export interface BuiltInRule extends Omit<Rule, 'built_in' | 'changed'> {
  /**
   * Rules that say nothing of a miner while this one holds: what it finds is their cause. `all` are
   * all others about miners.
   */
  readonly hides: readonly string[] | 'all';
  /** Whether one pool may be the cause. It explains a missing share, and not a hot chip. */
  readonly poolMayCause: boolean;
  /**
   * Faults that begin so near to each other may have one cause, in milliseconds: longer where each
   * miner shows it in its own time.
   */
  readonly togetherMs: number;
  /** What many miners are when it finds them: "34 miners offline". Null where it finds no miners. */
  readonly ofMany: string | null;
}

/** How near, where a rule says nothing else. */
export const TOGETHER_MS = 60_000;

type Fields = Pick<BuiltInRule, 'id' | 'name' | 'query' | 'for_seconds' | 'severity'> & Partial<BuiltInRule>;

/** A rule with what most rules have. */
export function defineRule(fields: Fields): BuiltInRule {
  return {
    about: 'miners',
    clear_query: null,
    clear_for_seconds: 60,
    enabled: true,
    channels: [],
    repeat_seconds: null,
    escalation: null,
    suggested_action: null,
    advice: null,
    hides: [],
    poolMayCause: false,
    togetherMs: TOGETHER_MS,
    ofMany: null,
    ...fields,
  };
}
