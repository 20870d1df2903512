import type { Moment } from '../../miner/miner-now.ts';
import type { Incident, Miner } from '../../model/index.ts';
import { parseRack } from '../../place.ts';
import { actorNounOf } from '../../text/actor-words.ts';
import type { IncidentTextField } from '../fields/incident-fields.ts';
import { isSame } from '../parse/incident-query.ts';
import type { IncidentMeaning, IncidentQuery, IncidentTerm, LeafTerm } from '../query.ts';
import { compare } from './answer-number.ts';
import { textMatches } from './answer-text.ts';
import { isExcluding } from './is-excluding.ts';
import { answerTerm } from './matches-query.ts';

/** The data besides the incident that a search needs. */
export interface IncidentQueryContext {
  readonly moment: Moment;
  /** Null if the miner no longer exists. */
  miner(id: string): Miner | null;
  /** The name of a rule; null if it does not exist. */
  ruleName(id: string): string | null;
}

/**
 * Whether an incident matches all terms of a search. The terms about miners must all match the same
 * one of its miners; excluding terms, also in brackets (`-(tag:a temp>80)`), must hold for each.
 * Words are also searched in the title, in the faults, in the names of its rules and in why it was closed. The rack or PDU
 * of the incident's cause counts as that of its miners, since it may concern none.
 */
export function matchesIncidentQuery(
  { terms }: IncidentQuery,
  incident: Incident,
  context: IncidentQueryContext,
): boolean {
  return terms.length === 0 || new IncidentMatch(incident, context).matches(terms);
}

class IncidentMatch {
  readonly #incident: Incident;
  readonly #context: IncidentQueryContext;
  /** One without a miner if the incident concerns none: only terms about itself can match it. */
  readonly #miners: readonly (Miner | null)[];
  readonly #forEach = new Map<IncidentTerm, boolean>();
  #said: string | null = null;

  constructor(incident: Incident, context: IncidentQueryContext) {
    this.#incident = incident;
    this.#context = context;
    const miners = incident.miner_ids.flatMap((id) => context.miner(id) ?? []);
    this.#miners = miners.length === 0 ? [null] : miners;
  }

  matches(terms: readonly IncidentTerm[]): boolean {
    return this.#miners.some((miner) => terms.every((term) => this.#isTrue(term, miner)));
  }

  /** Whether a term is true with this miner as the one that all terms are about. */
  #isTrue(term: IncidentTerm, miner: Miner | null): boolean {
    if (term.kind === 'either' ? term.negated : isExcluding(term)) return this.#isTrueForEach(term);
    if (term.kind !== 'either') return this.#answer(term, miner) === true;
    return term.options.some((option) => option.every((one) => this.#isTrue(one, miner)));
  }

  /** What excludes must hold for each miner. */
  #isTrueForEach(term: IncidentTerm): boolean {
    const known = this.#forEach.get(term);
    if (known !== undefined) return known;
    const isTrue = this.#miners.every((miner) => this.#answer(term, miner) === true);
    this.#forEach.set(term, isTrue);
    return isTrue;
  }

  /** A term about the incident and one miner, and nothing else; null if unknown. */
  #answer(term: IncidentTerm, miner: Miner | null): boolean | null {
    switch (term.kind) {
      case 'either': {
        const answers = term.options.map((option) => all(option.map((one) => this.#answer(one, miner))));
        const found = answers.includes(true) ? true : answers.includes(null) ? null : false;
        return found === null ? null : found !== term.negated;
      }
      case 'incident':
        return answerText(term, this.#incident, this.#context) !== term.negated;
      case 'since':
        return answerSince(term, this.#incident, this.#context.moment.nowMs) !== term.negated;
      case 'word':
        this.#said ??= saidOf(this.#incident, this.#context);
        if (isIn(this.#said, term.values)) return !term.negated;
        break;
      default:
        if (isOfCause(term, this.#incident)) return !isExcluding(term);
    }
    return this.#answerOf(term, miner);
  }

  #answerOf(term: LeafTerm, miner: Miner | null): boolean | null {
    if (miner === null) return isExcluding(term);
    const found = answerTerm(term, miner, this.#context.moment);
    return found === null ? null : found !== term.negated;
  }
}

function all(answers: readonly (boolean | null)[]): boolean | null {
  return answers.includes(false) ? false : answers.includes(null) ? null : true;
}

function isIn(text: string, words: readonly string[]): boolean {
  return words.some((word) => text.includes(word.toLowerCase()));
}

/** Whether a term matches the rack, with its row and building, the breaker or PDU of the incident's cause. */
function isOfCause(term: LeafTerm, { cause }: Incident): boolean {
  if (term.kind !== 'text') return false;
  const name = nameOfCause(term.field, cause)?.toLowerCase() ?? null;
  return name !== null && term.values.some((value) => textMatches(name, term.operator, value));
}

function nameOfCause(field: string, { kind, key }: Incident['cause']): string | null {
  if (kind === 'pdu') return field === 'pdu' ? key : null;
  if (kind !== 'rack' || field === 'rack') return kind === 'rack' ? key : null;
  return field === 'row' || field === 'building' ? (parseRack(key)?.[field] ?? null) : null;
}

function answerText(
  { field, operator, values }: Extract<IncidentMeaning, { kind: 'incident' }>,
  incident: Incident,
  context: IncidentQueryContext,
): boolean {
  const texts = textsOf(field, incident, context).map((text) => text.toLowerCase());
  const found = values.some((value) =>
    texts.some((text) =>
      field === 'rule' && operator === ':' ? text.includes(value.toLowerCase()) : isSame(text, value, operator),
    ),
  );
  return found === (operator !== '!=');
}

function textsOf(
  field: IncidentTextField,
  { cause, severity, rule_id, faults }: Incident,
  context: IncidentQueryContext,
): string[] {
  switch (field) {
    case 'kind':
      return [cause.kind !== 'site' ? cause.kind : cause.key.startsWith('powerhive:') ? 'powerhive' : 'farm'];
    case 'severity':
      return [severity];
    case 'rule':
      return [...new Set([rule_id, ...faults.map((fault) => fault.rule_id)])].flatMap((id) => {
        const name = context.ruleName(id);
        return name === null ? [id] : [id, name];
      });
  }
}

/** `since:24h`: it began within the last 24 hours. `since>1h`: it has lasted longer. */
function answerSince(
  { operator, values }: Extract<IncidentMeaning, { kind: 'since' }>,
  { since_at }: Incident,
  nowMs: number,
): boolean {
  const seconds = Math.max(0, (nowMs - since_at) / 1000);
  const compared = operator === ':' || operator === '=' ? '<=' : operator === '!=' ? '>' : operator;
  return values.some((value) => compare(seconds, compared, value));
}

function saidOf(incident: Incident, context: IncidentQueryContext): string {
  const { title, faults, acknowledged_by, ended_because } = incident;
  const texts = [title, ...faults.map(({ message }) => message), ...textsOf('rule', incident, context)];
  return [...texts, actorNounOf(acknowledged_by), ended_because ?? ''].join('\n').toLowerCase();
}
