import { CONDITION_OF_ATTENTION } from '../../../src-shared/judging/conditions.ts';
import { isAtRest, isStarting, isTuning } from '../../../src-shared/judging/firmware-state.ts';
import type { Moment } from '../../../src-shared/miner-now.ts';
import { isRecent } from '../../../src-shared/miner-now.ts';
import { isSeenWithoutReading } from '../../../src-shared/miner-state.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import type { CompiledRule } from '../rules/compiled-rule.ts';
import { held, type MatchInput, type MatchState, stepMatch } from './match-state.ts';

/** A rule matches a miner for long enough, or no longer. */
export interface RuleMatch {
  readonly ruleId: string;
  readonly minerId: string;
  /** UNIX milliseconds: since when it has matched. */
  readonly sinceAt: number;
}

/** A rule no longer matches a miner. */
export interface EndedMatch extends RuleMatch {
  /** Why nothing more is said of it, in words, although the fault may go on; absent where it is over. */
  readonly because?: string;
}

export interface RuleMatches {
  readonly began: readonly RuleMatch[];
  readonly ended: readonly EndedMatch[];
}

/** Words of what ends an incident although its fault may go on. */
export const ENDED = {
  maintenance: 'in maintenance',
  stopped: 'stopped on request',
  unmanaged: 'no longer managed',
  removed: 'removed from the fleet',
  ruleOff: 'the rule is off or deleted',
} as const;

/** What the evaluator has to know beside the rows. */
export interface RuleContext {
  /** A job works on it. */
  isInJob(minerId: string): boolean;
  /** Its network cannot be reached from this computer, so that nothing is known of it. */
  isBeyondReach(miner: Miner): boolean;
  /** Work is announced on it, of which this rule is to say nothing. */
  isInMaintenance(miner: Miner, ruleId: string): boolean;
  /** Whether a scan has been through since the program started or could not see. */
  readonly isScanned: boolean;
  /** It comes and goes: it is over only when it has been calm for long. */
  isUnsteady(minerId: string): boolean;
}

/** How long what came and went many times must be calm before it is over. */
const CALM_MS = 1_800_000;

/**
 * Holds rules against miners, time after time. It keeps only what goes on: a healthy farm costs the
 * comparison of its rows and nothing else.
 */
export class Evaluator {
  readonly #matches = new Map<string, Map<string, MatchState>>();
  #rules: readonly CompiledRule[] = [];

  /** The order is that of causes: a rule hides only later ones. What other rules had ends. */
  setRules(rules: readonly CompiledRule[]): void {
    this.#rules = rules;
  }

  /** What was open when the program ended. */
  restore({ ruleId, minerId, sinceAt }: RuleMatch): void {
    this.#of(ruleId).set(minerId, { phase: 'open', sinceAt, clearSinceAt: null });
  }

  /** Forgets what was about to be found, or to be over: nothing was seen meanwhile. */
  forgetPending(): void {
    for (const matches of this.#matches.values()) {
      for (const [id, match] of matches) {
        if (match.phase === 'pending') matches.delete(id);
        else matches.set(id, { ...match, clearSinceAt: null });
      }
    }
  }

  /**
   * The farm could not be seen until now: that time does not count for what was about to be found, and
   * what was about to be over begins again.
   */
  holdPending(nowMs: number): void {
    for (const matches of this.#matches.values()) {
      for (const [id, match] of matches) {
        const next = match.phase === 'pending' ? held(match, nowMs) : { ...match, clearSinceAt: null };
        if (next === null) matches.delete(id);
        else matches.set(id, next);
      }
    }
  }

  /** Miners of which the rule is about to be certain, that began within `withinMs` of a moment. */
  pendingNear(ruleId: string, sinceAt: number, withinMs: number): RuleMatch[] {
    return [...this.#of(ruleId)].flatMap(([minerId, match]) =>
      match.phase === 'pending' && Math.abs(match.sinceAt - sinceAt) <= withinMs
        ? [{ ruleId, minerId, sinceAt: match.sinceAt }]
        : [],
    );
  }

  /** Whether a rule has found a miner and still does. */
  isFound(ruleId: string, minerId: string): boolean {
    return this.#matches.get(ruleId)?.get(minerId)?.phase === 'open';
  }

  /** These are taken for certain now: many others are that began with them. */
  take({ ruleId, minerId, sinceAt }: RuleMatch): void {
    this.#of(ruleId).set(minerId, { phase: 'open', sinceAt, clearSinceAt: null });
  }

  /** One part of the farm. */
  evaluate(miners: Iterable<Miner>, moment: Moment, context: RuleContext): RuleMatches {
    const began: RuleMatch[] = [];
    const ended: EndedMatch[] = [];
    for (const miner of miners) this.#evaluateOne(miner, moment, context, began, ended);
    return { began, ended };
  }

  /** Ends what is about miners that are gone, and about rules that are gone or off. */
  sweep(isKnown: (minerId: string) => boolean): EndedMatch[] {
    const ended: EndedMatch[] = [];
    const alive = new Set(this.#rules.map(({ rule }) => rule.id));
    for (const [ruleId, matches] of this.#matches) {
      for (const [minerId, { phase, sinceAt }] of matches) {
        if (alive.has(ruleId) && isKnown(minerId)) continue;
        matches.delete(minerId);
        const because = isKnown(minerId) ? ENDED.ruleOff : ENDED.removed;
        if (phase === 'open') ended.push({ ruleId, minerId, sinceAt, because });
      }
    }
    return ended;
  }

  #evaluateOne(miner: Miner, moment: Moment, context: RuleContext, began: RuleMatch[], ended: EndedMatch[]): void {
    let hidden: Set<string> | 'all' | null = null;
    let quiet: Quiet | null = null;
    for (const rule of this.#rules) {
      const { id } = rule.rule;
      const matches = this.#of(id);
      const match = matches.get(miner.id) ?? null;
      const isMatch = miner.managed && rule.matches(miner, moment);
      if (!isMatch && match === null) continue;
      quiet ??= quietOf(miner, moment, context);
      const isHidden = hidden === 'all' || hidden?.has(id) === true;
      const input = inputOf(rule, miner, moment, context, { isMatch, isHidden, quiet });
      const clearForMs =
        match?.phase === 'open' && context.isUnsteady(miner.id) ? Math.max(CALM_MS, rule.clearForMs) : rule.clearForMs;
      const step = stepMatch(match, input, moment.nowMs, { forMs: rule.forMs, clearForMs });
      if (step.match === null) matches.delete(miner.id);
      else if (step.match !== match) matches.set(miner.id, step.match);
      const sinceAt = step.match?.sinceAt ?? match?.sinceAt ?? moment.nowMs;
      const change = { ruleId: id, minerId: miner.id, sinceAt };
      if (step.change === 'began') began.push(change);
      else if (step.change === 'ended')
        ended.push(input === 'end' ? { ...change, because: whyEnded(miner, id, context) } : change);
      if (isMatch && step.match !== null && hidden !== 'all') {
        hidden = rule.hides === 'all' ? 'all' : new Set([...(hidden ?? []), ...rule.hides]);
      }
    }
  }

  #of(ruleId: string): Map<string, MatchState> {
    const known = this.#matches.get(ruleId);
    if (known !== undefined) return known;
    const matches = new Map<string, MatchState>();
    this.#matches.set(ruleId, matches);
    return matches;
  }
}

type Quiet = 'hold' | 'end' | 'starts' | 'tunes' | 'none';

/** What a rule sees of a miner now. */
function inputOf(
  rule: CompiledRule,
  miner: Miner,
  moment: Moment,
  context: RuleContext,
  { isMatch, isHidden, quiet }: { readonly isMatch: boolean; readonly isHidden: boolean; readonly quiet: Quiet },
): MatchInput {
  if (!miner.managed || context.isInMaintenance(miner, rule.rule.id)) return 'end';
  if (quiet === 'end' && rule.needsReading) return 'end';
  // What needs no reading is seen also while it starts: a miner that is back is not offline.
  if (quiet === 'starts' && !rule.seesStarts && rule.needsReading) return 'hold';
  if (quiet === 'tunes' && rule.whileTuning === 'blind') return 'hold';
  if (quiet === 'hold' || isHidden) return 'hold';
  if (isMatch) return 'match';
  if (rule.needsReading && !isRead(miner, moment)) return 'hold';
  if (quiet === 'tunes' && rule.whileTuning === 'matches') return 'hold';
  // After a start neither a scan has been through nor has the miner answered.
  if (!rule.needsReading && !context.isScanned) return 'hold';
  if (rule.needsAnswer && !isAnswered(miner, moment)) return 'hold';
  return rule.clears(miner, moment) ? 'clear' : 'between';
}

/** Why `inputOf` has ended it. */
function whyEnded(miner: Miner, ruleId: string, context: RuleContext): string {
  if (!miner.managed) return ENDED.unmanaged;
  return context.isInMaintenance(miner, ruleId) ? ENDED.maintenance : ENDED.stopped;
}

/**
 * Whether nothing is to be concluded of a miner (`hold`), nothing but how it starts (`starts`),
 * nothing of its rates (`tunes`), or it is at rest on purpose (`end`). `none`: rules judge it as
 * usual, also when it is offline or not read.
 */
function quietOf(miner: Miner, moment: Moment, context: RuleContext): Quiet {
  if (context.isInJob(miner.id) || context.isBeyondReach(miner)) return 'hold';
  if (!isRead(miner, moment)) return 'none';
  const state = miner.latest_status?.state ?? null;
  // A protective stop is a fault although the miner is at rest. A conflict of addresses or a refused
  // key says nothing of why it is.
  if (
    isAtRest(state) &&
    miner.attention.every(({ code }) => isSeenWithoutReading(CONDITION_OF_ATTENTION[code] ?? code))
  )
    return 'end';
  if (isStarting(state) || miner.settling) return 'starts';
  return isTuning(state) ? 'tunes' : 'none';
}

/** Whether it has answered lately, or is not asked although it has let PowerHive in. */
function isAnswered(miner: Miner, moment: Moment): boolean {
  return isRead(miner, moment) || (miner.online && miner.has_api_key && !miner.polling.eligible);
}

/** Whether there is a reading of now, whatever its figures are. */
function isRead(miner: Miner, moment: Moment): boolean {
  return miner.online && miner.latest_status !== null && isRecent(miner.latest_status, moment);
}
