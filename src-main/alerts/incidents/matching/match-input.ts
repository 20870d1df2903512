import { CONDITION_OF_ATTENTION } from '../../../../src-shared/condition-kinds.ts';
import { isAtRest, isStarting, isTuning } from '../../../../src-shared/judging/firmware-state.ts';
import { isRecent, type Moment } from '../../../../src-shared/miner/miner-now.ts';
import { isSeenWithoutReading } from '../../../../src-shared/miner/miner-state.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import type { CompiledRule } from '../../rules/compiled-rule.ts';
import type { MatchInput } from '../../rules/match-state.ts';

/** Reasons that end an incident although its fault may continue. */
export const ENDED = {
  maintenance: 'maintenance began',
  stopped: 'stopped on request',
  unmanaged: 'no longer managed',
  removed: 'removed from the fleet',
  ruleOff: 'the rule is off or deleted',
  ruleChanged: 'the rule was changed',
} as const;

/** Why the incident of a miner ended that another one has replaced. */
export function replacedWords(successorId: string): string {
  return `replaced by ${successorId}`;
}

/** What the evaluator must know in addition to the rows. */
export interface RuleContext {
  /** A job is changing it. */
  isInJob(minerId: string): boolean;
  /** Its network cannot be reached from this computer, so that its state is unknown. */
  isBeyondReach(miner: Miner): boolean;
  /**
   * It is in maintenance that silences this rule: if the rule is not silent in every maintenance
   * (`isSilent`), one that names it.
   */
  isInMaintenance(miner: Miner, ruleId: string, isSilent: boolean): boolean;
  /**
   * Whether a scan was completed since the start, or since the farm was not watched (WatchedTime).
   */
  readonly isWatched: boolean;
  /**
   * Since when the farm has been watched without a break, in UNIX milliseconds: nothing counts
   * from before.
   */
  readonly seenSinceAt: number;
  /** What this rule finds on it comes and goes: it ends only after a long calm time. */
  isUnsteady(minerId: string, ruleId: string): boolean;
}

/** Why rules may find nothing on a miner now. */
export interface Quiet {
  readonly isInJob: boolean;
  readonly isBeyondReach: boolean;
  /** `stopped`: at rest on purpose. Null if rules judge it as usual, also if it is offline or not read. */
  readonly phase: 'stopped' | 'starting' | 'tuning' | null;
}

/** The input of a rule for a miner now. */
export function inputOf(
  rule: CompiledRule,
  miner: Miner,
  moment: Moment,
  context: RuleContext,
  { isMatch, isHidden, quiet }: { readonly isMatch: boolean; readonly isHidden: boolean; readonly quiet: Quiet },
): MatchInput {
  return !miner.managed || isInMaintenance(rule, miner, context)
    ? 'end'
    : besideMaintenance(rule, miner, moment, context, { isMatch, isHidden, quiet });
}

/** The same, as if the miner were managed and not in maintenance. */
export function besideMaintenance(
  rule: CompiledRule,
  miner: Miner,
  moment: Moment,
  context: RuleContext,
  { isMatch, isHidden, quiet }: { readonly isMatch: boolean; readonly isHidden: boolean; readonly quiet: Quiet },
): MatchInput {
  const { silentWhile } = rule;
  if (quiet.isBeyondReach || (quiet.isInJob && silentWhile.has('in_job'))) return 'hold';
  if (quiet.phase === 'stopped' && silentWhile.has('stopped')) return 'end';
  if (quiet.phase === 'starting' && silentWhile.has('starting')) return 'hold';
  if (quiet.phase === 'tuning' && silentWhile.has('tuning')) return 'hold';
  if (isHidden) return 'hold';
  if (isMatch) return 'match';
  if (rule.needsReading && !isRead(miner, moment)) return 'hold';
  if (quiet.phase === 'tuning' && rule.whileTuning === 'matches') return 'hold';
  // After a start of the program, before a scan is complete, nothing is known of such a miner.
  if (!rule.needsReading && !context.isWatched) return 'hold';
  if (rule.needsAnswer && !isAnswered(miner, moment)) return 'hold';
  return rule.clears(miner, moment) ? 'clear' : 'between';
}

/** Why `inputOf` returned `end`. */
export function whyEnded(rule: CompiledRule, miner: Miner, context: RuleContext): string {
  if (!miner.managed) return ENDED.unmanaged;
  return isInMaintenance(rule, miner, context) ? ENDED.maintenance : ENDED.stopped;
}

export function isInMaintenance(
  { rule, silentWhile, conditions }: CompiledRule,
  miner: Miner,
  context: RuleContext,
): boolean {
  const isSilent = silentWhile.has('maintenance') && !findsDanger(conditions, miner);
  return context.isInMaintenance(miner, rule.id, isSilent);
}

/** Whether heat may damage the miner by what a rule asks for: that stays a problem in maintenance. */
function findsDanger(conditions: ReadonlySet<string>, { attention }: Miner): boolean {
  return attention.some(
    ({ code, in_danger }) => in_danger === true && conditions.has(CONDITION_OF_ATTENTION[code] ?? code),
  );
}

export function quietOf(miner: Miner, moment: Moment, context: RuleContext): Quiet {
  const isBeyondReach = context.isBeyondReach(miner);
  const phase = isBeyondReach || !isRead(miner, moment) ? null : phaseOf(miner);
  return { isInJob: context.isInJob(miner.id), isBeyondReach, phase };
}

function phaseOf(miner: Miner): Quiet['phase'] {
  const state = miner.latest_status?.state ?? null;
  // A protective stop is a fault although the miner is at rest. An address conflict or a refused
  // key does not explain why it rests.
  if (
    isAtRest(state) &&
    miner.attention.every(({ code }) => isSeenWithoutReading(CONDITION_OF_ATTENTION[code] ?? code))
  )
    return 'stopped';
  if (isStarting(state) || miner.settling) return 'starting';
  return isTuning(state) ? 'tuning' : null;
}

/** Whether it has responded recently, or is not polled although PowerHive has a key. */
function isAnswered(miner: Miner, moment: Moment): boolean {
  return isRead(miner, moment) || (miner.online && miner.has_api_key && !miner.polling.eligible);
}

/** Whether there is a current reading, with any figures. */
function isRead(miner: Miner, moment: Moment): boolean {
  return miner.online && miner.latest_status !== null && isRecent(miner.latest_status, moment);
}
