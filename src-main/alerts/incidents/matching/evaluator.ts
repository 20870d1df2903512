import type { Moment } from '../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import type { CompiledRule } from '../../rules/compiled-rule.ts';
import {
  type Clearing,
  clearingOf,
  continued,
  dueAt,
  held,
  type MatchState,
  stepMatch,
} from '../../rules/match-state.ts';
import { InterruptedMatches } from './interrupted-matches.ts';
import {
  besideMaintenance,
  ENDED,
  inputOf,
  isInMaintenance,
  type Quiet,
  quietOf,
  type RuleContext,
  replacedWords,
  whyEnded,
} from './match-input.ts';
import { SilencedMatches } from './silenced-matches.ts';

/** A match of a rule and a miner. */
export interface RuleMatch {
  readonly ruleId: string;
  readonly minerId: string;
  /** UNIX milliseconds: the start of the match. */
  readonly sinceAt: number;
  /** From when on its loss counts, if maintenance silenced it before; absent: from its start. */
  readonly lossFromAt?: number;
}

/** A match that has ended. */
export interface EndedMatch extends RuleMatch {
  /** Why it ended although the fault may continue, in words; absent if the fault is over. */
  readonly because?: string;
}

export interface RuleMatches {
  readonly began: readonly RuleMatch[];
  readonly ended: readonly EndedMatch[];
}

/** How long an unsteady fault must be absent before it ends. */
const CALM_MS = 1_800_000;

/**
 * Matches rules against miners, repeatedly. It stores only current matches: a healthy farm costs
 * only the comparison of its rows.
 */
export class Evaluator {
  readonly #matches = new Map<string, Map<string, MatchState>>();
  /**
   * The miners that a rule matches or has matched, with the time at which a match changes by time
   * alone; infinite if none does. What decides about them may change without their rows.
   */
  readonly #attended = new Map<string, number>();
  /** When a miner with a fault was last not watched, so that the fault does not count yet. */
  readonly #heldAt = new Map<string, number>();
  /** Open matches that the present query of their rule has not found, because it was changed since. */
  readonly #outdated = new Set<string>();
  readonly #silenced = new SilencedMatches();
  readonly #interrupted = new InterruptedMatches();
  #rules: readonly CompiledRule[] = [];
  #isTimed = false;

  /** In the order of causes: a rule hides only later ones. Matches of other rules end. */
  setRules(rules: readonly CompiledRule[]): void {
    this.#silenced.clear();
    const before = new Map(this.#rules.map(({ rule }) => [rule.id, rule.query]));
    for (const { rule } of rules) {
      if ((before.get(rule.id) ?? rule.query) === rule.query) continue;
      for (const [minerId, { phase }] of this.#of(rule.id))
        if (phase === 'open') this.#outdated.add(matchKey(rule.id, minerId));
    }
    this.#rules = rules;
    this.#isTimed = rules.some(({ isTimed }) => isTimed);
  }

  /** The miners that a rule matches or has matched. */
  attended(): MapIterator<string> {
    return this.#attended.keys();
  }

  /** Those with a match that has been due by time alone. */
  due(nowMs: number): string[] {
    return [...this.#attended].filter(([, at]) => at <= nowMs).map(([id]) => id);
  }

  /** The first rule that matches a miner, also if it waits still: the likeliest cause; null if none does. */
  firstRuleOf(minerId: string): string | null {
    if (!this.#attended.has(minerId)) return null;
    return this.#rules.find(({ rule }) => this.#matches.get(rule.id)?.has(minerId) === true)?.rule.id ?? null;
  }

  /** Whether maintenance silences a fault of this miner, as far as that is known. */
  isSilenced(minerId: string): boolean {
    return this.#silenced.has(minerId);
  }

  /** Whether a rule may begin to match a miner although its row has not changed. */
  get isTimed(): boolean {
    return this.#isTimed;
  }

  /** Restores a match that was open when the program ended. */
  restore({ ruleId, minerId, sinceAt }: RuleMatch): void {
    this.#of(ruleId).set(minerId, { phase: 'open', sinceAt, clearSinceAt: null });
    this.#attended.set(minerId, Number.POSITIVE_INFINITY);
  }

  /** Discards pending matches and pending ends, because the farm was not seen in the meantime. */
  forgetPending(): void {
    this.#silenced.clear();
    this.#interrupted.clear();
    for (const matches of this.#matches.values()) {
      for (const [id, match] of matches) {
        if (match.phase === 'pending') matches.delete(id);
        else matches.set(id, { ...match, clearSinceAt: null });
      }
    }
  }

  /**
   * The farm could not be seen until now: that time does not count for pending matches, and pending
   * ends start again.
   */
  holdPending(nowMs: number): void {
    this.#silenced.clear();
    for (const matches of this.#matches.values()) {
      for (const [id, match] of matches) {
        const next = match.phase === 'pending' ? held(match, nowMs) : { ...match, clearSinceAt: null };
        if (next === null) matches.delete(id);
        else matches.set(id, next);
      }
    }
  }

  /** Pending matches of the rule that began within `withinMs` of `sinceAt`. */
  pendingNear(ruleId: string, sinceAt: number, withinMs: number): RuleMatch[] {
    return [...this.#of(ruleId)].flatMap(([minerId, match]) =>
      match.phase === 'pending' && Math.abs(match.sinceAt - sinceAt) <= withinMs
        ? [{ ruleId, minerId, sinceAt: match.sinceAt }]
        : [],
    );
  }

  /** Whether a rule has matched a miner long enough, and still matches. */
  isFound(ruleId: string, minerId: string): boolean {
    return this.#matches.get(ruleId)?.get(minerId)?.phase === 'open';
  }

  /** Of a fault that is over, and waits whether that lasts; null while it is there. */
  clearing(ruleId: string, minerId: string): Clearing | null {
    return clearingOf(this.#matches.get(ruleId)?.get(minerId));
  }

  /** Opens a pending match at once, because many others that began with it are open. */
  take({ ruleId, minerId, sinceAt }: RuleMatch): void {
    this.#of(ruleId).set(minerId, { phase: 'open', sinceAt, clearSinceAt: null });
  }

  /** Evaluates a part of the farm. */
  evaluate(miners: Iterable<Miner>, moment: Moment, context: RuleContext): RuleMatches {
    const began: RuleMatch[] = [];
    const ended: EndedMatch[] = [];
    for (const miner of miners) this.#evaluateOne(miner, moment, context, began, ended);
    return { began, ended };
  }

  /**
   * Ends matches of miners that no longer exist, and of rules that are deleted or off. `successorOf`:
   * the miner that has replaced one that no longer exists.
   */
  sweep(isKnown: (minerId: string) => boolean, successorOf: (minerId: string) => string | null): EndedMatch[] {
    for (const id of this.#attended.keys()) if (!isKnown(id)) this.#forget(id);
    const ended: EndedMatch[] = [];
    const alive = new Set(this.#rules.map(({ rule }) => rule.id));
    for (const [ruleId, matches] of this.#matches) {
      for (const [minerId, { phase, sinceAt }] of matches) {
        if (alive.has(ruleId) && isKnown(minerId)) continue;
        matches.delete(minerId);
        this.#outdated.delete(matchKey(ruleId, minerId));
        const successor = successorOf(minerId);
        const whyGone = successor === null ? ENDED.removed : replacedWords(successor);
        const because = isKnown(minerId) ? ENDED.ruleOff : whyGone;
        if (phase === 'open') ended.push({ ruleId, minerId, sinceAt, because });
      }
    }
    return ended;
  }

  #evaluateOne(miner: Miner, moment: Moment, context: RuleContext, began: RuleMatch[], ended: EndedMatch[]): void {
    let hidden: Set<string> | 'all' | null = null;
    let quiet: Quiet | null = null;
    let isAttended = false;
    let isHeld = false;
    let nextAt = Number.POSITIVE_INFINITY;
    // Nearly all miners of a farm have no match: for them this must cost only the comparisons.
    const isKnown = this.#attended.has(miner.id);
    for (const rule of this.#rules) {
      const isMatch = miner.managed && rule.matches(miner, moment);
      if (!isMatch && !isKnown) continue;
      const { id } = rule.rule;
      const matches = this.#of(id);
      const match = matches.get(miner.id) ?? null;
      // What is over is forgotten, also where nothing else follows from it.
      const silencedAt = this.#silenced.take(miner.id, id);
      const isInterrupted = match === null && this.#interrupted.has(miner.id);
      if (!isMatch && match === null && !isInterrupted) continue;
      quiet ??= quietOf(miner, moment, context);
      const isHidden = !rule.isNeverHidden && (hidden === 'all' || hidden?.has(id) === true);
      const beside = { isMatch, isHidden, quiet };
      const input = inputOf(rule, miner, moment, context, beside);
      const clearForMs =
        match?.phase === 'open' && context.isUnsteady(miner.id, id)
          ? Math.max(CALM_MS, rule.clearForMs)
          : rule.clearForMs;
      const times = { forMs: rule.forMs, clearForMs };
      const beganAt = silencedAt ?? this.#beganAt(rule, miner, moment, context);
      const { nowMs } = moment;
      const before = isInterrupted ? this.#interrupted.see(miner.id, id, input, { nowMs, forMs: rule.forMs }) : null;
      const step = stepMatch(before === null ? match : continued(before, beganAt), input, nowMs, times, beganAt);
      const isStopped = input === 'end' && step.change === 'ended' && whyEnded(rule, miner, context) === ENDED.stopped;
      if (isStopped && match !== null) this.#interrupted.note(miner.id, id, match.sinceAt, nowMs);
      if (isMatch && input === 'end' && isInMaintenance(rule, miner, context)) {
        const isSeen = besideMaintenance(rule, miner, moment, context, beside) === 'match';
        if (isSeen) this.#silenced.note(miner.id, id, match?.sinceAt ?? beganAt);
      }
      isAttended ||= isMatch || step.match !== null;
      isHeld ||= isMatch && input === 'hold' && !isHidden;
      if (step.match !== null && input !== 'hold') nextAt = Math.min(nextAt, dueAt(step.match, times) ?? nextAt);
      if (step.match === null) matches.delete(miner.id);
      else if (step.match !== match) matches.set(miner.id, step.match);
      const sinceAt = step.match?.sinceAt ?? match?.sinceAt ?? moment.nowMs;
      const change = { ruleId: id, minerId: miner.id, sinceAt };
      const isOutdated = this.#outdated.size > 0 && this.#outdated.has(matchKey(id, miner.id));
      if (isOutdated && (input === 'match' || step.change === 'ended')) this.#outdated.delete(matchKey(id, miner.id));
      const lossFromAt = silencedAt === null ? match?.waitsSinceAt : nowMs;
      if (step.change === 'began') began.push({ ...change, ...(lossFromAt !== undefined && { lossFromAt }) });
      else if (step.change === 'ended') {
        const because = input === 'end' ? whyEnded(rule, miner, context) : isOutdated ? ENDED.ruleChanged : undefined;
        ended.push({ ...change, ...(because !== undefined && { because }) });
      }
      if (isMatch && step.match !== null && hidden !== 'all') {
        hidden = rule.hides === 'all' ? 'all' : new Set([...(hidden ?? []), ...rule.hides]);
      }
    }
    if (isAttended || this.#interrupted.has(miner.id)) this.#attended.set(miner.id, nextAt);
    else if (isKnown) this.#forget(miner.id);
    if (isHeld) this.#heldAt.set(miner.id, moment.nowMs);
  }

  /** When a new match of a rule has begun: a fault may be known some time after that. */
  #beganAt(rule: CompiledRule, miner: Miner, { nowMs }: Moment, { seenSinceAt }: RuleContext): number {
    const knownAt = Math.max(rule.beganAt(miner, nowMs) ?? nowMs, seenSinceAt, this.#heldAt.get(miner.id) ?? 0);
    return Math.min(knownAt, nowMs);
  }

  #forget(minerId: string): void {
    for (const { rule } of this.#rules) this.#silenced.take(minerId, rule.id);
    this.#interrupted.forget(minerId);
    this.#attended.delete(minerId);
    this.#heldAt.delete(minerId);
  }

  #of(ruleId: string): Map<string, MatchState> {
    const known = this.#matches.get(ruleId);
    if (known !== undefined) return known;
    const matches = new Map<string, MatchState>();
    this.#matches.set(ruleId, matches);
    return matches;
  }
}

function matchKey(ruleId: string, minerId: string): string {
  return `${ruleId}\n${minerId}`;
}
