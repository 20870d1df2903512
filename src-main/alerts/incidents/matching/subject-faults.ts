import type { Rule } from '../../../../src-shared/model/index.ts';
import type { ProgramFault, ProgramState } from '../../announcement.ts';
import { type Clearing, clearingOf, type MatchState, stepMatch } from '../../rules/match-state.ts';
import { PROGRAM, RACK } from '../subjects.ts';
import type { EndedMatch, RuleMatch, RuleMatches } from './evaluator.ts';
import { ENDED } from './match-input.ts';

/** Matches faults of PowerHive itself and of racks against their rules. */
export class SubjectFaults {
  readonly #matches = new Map<string, { readonly ruleId: string; readonly match: MatchState }>();
  readonly #words = new Map<string, string>();

  restore({ ruleId, minerId, sinceAt }: RuleMatch): void {
    this.#matches.set(`${ruleId}\n${minerId}`, { ruleId, match: { phase: 'open', sinceAt, clearSinceAt: null } });
  }

  /** Discards pending matches and pending ends, because nothing was seen in the meantime. */
  forgetPending(): void {
    for (const [key, { ruleId, match }] of this.#matches) {
      if (match.phase === 'pending') this.#matches.delete(key);
      else this.#matches.set(key, { ruleId, match: { ...match, clearSinceAt: null } });
    }
  }

  /** Whether a rule has matched a subject long enough, and still matches. */
  isFound(ruleId: string, subject: string): boolean {
    return this.#matches.get(`${ruleId}\n${subject}`)?.match.phase === 'open';
  }

  /** Of a fault that is over, and waits whether that lasts; null while it is there. */
  clearing(ruleId: string, subject: string): Clearing | null {
    return clearingOf(this.#matches.get(`${ruleId}\n${subject}`)?.match);
  }

  /** The latest text of the fault; null if unknown. */
  words(subject: string): string | null {
    return this.#words.get(subject) ?? null;
  }

  evaluate({ faults, unknown, silenced }: ProgramState, rules: ReadonlyMap<string, Rule>, nowMs: number): RuleMatches {
    const began: RuleMatch[] = [];
    const ended: EndedMatch[] = [];
    const now = new Map<string, ProgramFault>();
    for (const fault of faults) {
      const subject = fault.rack === undefined ? `${PROGRAM}${fault.key}` : `${RACK}${fault.rack}`;
      now.set(`${fault.rule_id}\n${subject}`, fault);
      this.#words.set(subject, fault.message);
    }
    for (const key of new Set([...now.keys(), ...this.#matches.keys()])) {
      const [ruleId = '', subject = ''] = key.split('\n');
      const rule = rules.get(ruleId);
      const match = this.#matches.get(key)?.match ?? null;
      const isUnknown = unknown.has(ruleId) || unknown.has(unknownKey(subject));
      const isOff = rule?.enabled !== true || silenced.has(unknownKey(subject));
      const input = isOff ? 'end' : now.has(key) ? 'match' : isUnknown ? 'hold' : 'clear';
      const times = { forMs: (rule?.for_seconds ?? 0) * 1000, clearForMs: (rule?.clear_for_seconds ?? 0) * 1000 };
      const step = stepMatch(match, input, nowMs, times);
      if (step.match === null) this.#matches.delete(key);
      else this.#matches.set(key, { ruleId, match: step.match });
      const sinceAt = step.match?.sinceAt ?? match?.sinceAt ?? nowMs;
      if (step.change === 'began') began.push({ ruleId, minerId: subject, sinceAt });
      if (step.change !== 'ended') continue;
      const because = rule?.enabled === true ? ENDED.maintenance : ENDED.ruleOff;
      ended.push({ ruleId, minerId: subject, sinceAt, ...(input === 'end' && { because }) });
    }
    return { began, ended };
  }
}

/** The name of a subject in `unknown`. A rack keeps its prefix: its path may be any word. */
function unknownKey(subject: string): string {
  return subject.startsWith(RACK) ? subject : subject.slice(PROGRAM.length);
}
