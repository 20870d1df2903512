import type { Rule, SuggestedAction } from '../../../src-shared/model/index.ts';

/** A built-in rule, with fields that the operator's rules do not have. */
export interface BuiltInRule extends Omit<Rule, 'built_in' | 'changed' | 'default_severity'> {
  /**
   * Rules that are silent about a miner while this one matches, because this is their cause. `all`:
   * all others about miners.
   */
  readonly hides: readonly string[] | 'all';
  /** Whether one pool may be the cause: it explains missing shares, but not a hot chip. */
  readonly poolMayCause: boolean;
  /** Whether the pool is the fault itself: all miners with it have one cause, however few they are. */
  readonly poolIsFault: boolean;
  /**
   * Faults that begin within this time of each other may have one cause, in milliseconds. It is
   * longer if miners show the fault at different times.
   */
  readonly togetherMs: number;
  /**
   * Follows the count in the title of many miners: "34 miners offline". Null if it is not about
   * miners.
   */
  readonly titleAfterCount: string | null;
  /** What helps instead, and what is suggested, where heat may damage the miner soon; null if it is no such rule. */
  readonly inDanger: { readonly advice: string; readonly action: SuggestedAction } | null;
}

/** The default of `togetherMs`. */
export const TOGETHER_MS = 60_000;

type Fields = Pick<BuiltInRule, 'id' | 'name' | 'query' | 'for_seconds' | 'severity'> & Partial<BuiltInRule>;

/** A rule with the usual defaults. */
export function defineRule(fields: Fields): BuiltInRule {
  return {
    about: 'miners',
    clear_query: null,
    clear_for_seconds: 60,
    not_while: null,
    grouping: 'cause',
    enabled: true,
    channels: [],
    repeat_seconds: null,
    escalation: null,
    suggested_action: null,
    advice: null,
    hides: [],
    poolMayCause: false,
    poolIsFault: false,
    togetherMs: TOGETHER_MS,
    titleAfterCount: null,
    inDanger: null,
    ...fields,
  };
}
