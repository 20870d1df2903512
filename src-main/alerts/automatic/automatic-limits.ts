import { DAY_MS } from '../../../src-shared/milliseconds.ts';
import type { Automatic, Rule, SuggestedAction } from '../../../src-shared/model/index.ts';
import type { AutomaticRun } from '../../store/store.ts';
import { CURED_AFTER_MS } from '../incidents/views/past-cures.ts';

const MOST_WITHOUT_CURE = 2;

/** Whether it counts for the limits: something was sent, or still may be. */
export const counts = ({ outcome }: AutomaticRun): boolean => outcome !== 'nothing';

/** Why no more actions run, and whether the channels are notified. */
export interface NoMore {
  readonly words: string;
  readonly isSent: boolean;
}

/** Earlier runs, collected once for all incidents of a round. */
export interface PastRuns {
  readonly byMiner: ReadonlyMap<string, readonly AutomaticRun[]>;
  /** How many counting runs started within the last day, by rule. */
  readonly todayByRule: ReadonlyMap<string, number>;
}

export function pastRuns(runs: readonly AutomaticRun[], nowMs: number): PastRuns {
  const todayByRule = new Map<string, number>();
  for (const run of runs) {
    if (counts(run) && isToday(run, nowMs)) todayByRule.set(run.rule_id, (todayByRule.get(run.rule_id) ?? 0) + 1);
  }
  return { byMiner: Map.groupBy(runs, ({ miner_id }) => miner_id), todayByRule };
}

/** Within the last day. Times in the future, from a clock that was ahead, count too. */
function isToday({ at }: AutomaticRun, nowMs: number): boolean {
  return nowMs - at < DAY_MS;
}

interface Past {
  /** How many runs of this rule started within the last day, on any miner. */
  readonly ofRuleToday: number;
  /** The runs on this miner, of any rule. */
  readonly own: readonly AutomaticRun[];
  readonly rule: Rule;
  readonly openedAt: number;
  readonly nowMs: number;
}

/** Why no more runs of the action are allowed now; null if another one is. */
export function whyNoMore({ action }: SuggestedAction, limits: Automatic, past: Past): NoMore | null {
  const { ofRuleToday, own, rule, openedAt, nowMs } = past;
  const isOfRule = ({ rule_id }: AutomaticRun): boolean => rule_id === rule.id;
  if (withoutCure(own.filter(isOfRule), openedAt, nowMs) >= MOST_WITHOUT_CURE) {
    return { words: `No more automatic ${action}: ${MOST_WITHOUT_CURE} did not help`, isSent: true };
  }
  if (own.filter((run) => isToday(run, nowMs)).length >= limits.per_miner_a_day) {
    return {
      words: `No automatic ${action} now: the limit of ${limits.per_miner_a_day} a day for this miner is reached`,
      isSent: false,
    };
  }
  if (ofRuleToday >= limits.a_day) {
    return {
      words: `No automatic ${action} now: the limit of ${limits.a_day} a day for this rule is reached`,
      isSent: false,
    };
  }
  return null;
}

/**
 * How many runs did not help: those since the incident began, and those before it that followed
 * each other within days, because the fault came back each time.
 */
function withoutCure(runs: readonly AutomaticRun[], openedAt: number, nowMs: number): number {
  let count = 0;
  let nextAt = nowMs;
  for (const { at } of runs.toSorted((a, b) => b.at - a.at)) {
    if (at < openedAt && nextAt - at >= CURED_AFTER_MS) break;
    count += 1;
    nextAt = at;
  }
  return count;
}
