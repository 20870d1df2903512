import type { Moment } from '../miner/miner-now.ts';
import type { Incident, Miner } from '../model/index.ts';
import { parseAmount } from './amount.ts';
import { INCIDENT_FIELD_NAMES, INCIDENT_FIELDS, type IncidentTextField, SINCE } from './incident-fields.ts';
import { joinTerms } from './join-terms.ts';
import { compare, matchesTerm } from './matches-query.ts';
import { errorAt, isTextOperator, readMeaning } from './parse-query.ts';
import type {
  Amount,
  IncidentMeaning,
  IncidentQuery,
  IncidentTerm,
  NumberOperator,
  QueryError,
  TermMeaning,
} from './query.ts';
import { queryTexts } from './query-texts.ts';
import type { RawTerm } from './split-terms.ts';

/**
 * Parses a search for incidents: the language of the fleet for their miners, and `kind:`,
 * `severity:`, `since:` and `rule:` for the incidents themselves. Never throws.
 */
export function parseIncidentQuery(text: string): IncidentQuery {
  const terms: IncidentTerm[] = [];
  const errors: QueryError[] = [];
  for (const raw of joinTerms(text)) {
    const read = 'message' in raw ? raw : (ofIncident(raw) ?? readMeaning(raw, INCIDENT_FIELD_NAMES));
    if ('message' in read) errors.push(read);
    else terms.push({ ...read, from: raw.from, to: raw.to });
  }
  return { terms, errors };
}

/** Null if the term is not about the incident itself. */
function ofIncident(raw: RawTerm): IncidentMeaning | QueryError | null {
  if (raw.field === null || raw.unclosedQuote) return null;
  const name = raw.field.name.toLowerCase();
  if (!INCIDENT_FIELD_NAMES.includes(name)) return null;
  const { operator } = raw.field;
  const { negated } = raw;
  const texts = raw.values.map((value) => value.text);
  if (name === 'since') {
    const values = texts.map((text) => parseAmount(text, SINCE)).filter((value): value is Amount => value !== null);
    if (values.length === 0 || values.length < texts.length) {
      const examples = SINCE.examples.map((example) => name + example);
      return errorAt(raw, queryTexts.wrongFigure(name, SINCE.takes, examples));
    }
    return { kind: 'since', field: name, operator: operator as NumberOperator, negated, values };
  }
  const field = name as IncidentTextField;
  const { words } = INCIDENT_FIELDS[field];
  if (!isTextOperator(operator)) return errorAt(raw, queryTexts.textOperators(name, words));
  const isKnown = (text: string): boolean => words.some((word) => isSame(word, text, operator));
  if (texts.length === 0 || (words.length > 0 && !texts.every(isKnown)))
    return errorAt(raw, queryTexts.noText(`${name}${operator}`, words));
  return { kind: 'incident', field, operator, negated, values: texts };
}

/** Whether a text matches a word; with ":" the beginning is enough. */
function isSame(word: string, text: string, operator: string): boolean {
  const asked = text.toLowerCase();
  return operator === ':' ? word.startsWith(asked) : word === asked;
}

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
 * one of its miners; excluding terms must hold for each. Words are also searched in the title, in
 * the faults and in the names of its rules. The rack or PDU of the incident's cause counts as that
 * of its miners, since it may concern none.
 */
export function matchesIncidentQuery(
  { terms }: IncidentQuery,
  incident: Incident,
  context: IncidentQueryContext,
): boolean {
  const ofMiners: TermMeaning[] = [];
  let said: string | null = null;
  for (const term of terms) {
    if (term.kind === 'incident') {
      if (answerText(term, incident, context) === term.negated) return false;
    } else if (term.kind === 'since') {
      if (answerSince(term, incident, context.moment.nowMs) === term.negated) return false;
    } else if (term.kind === 'word') {
      said ??= saidOf(incident, context);
      const text = said;
      const isSaid = term.values.some((value) => text.includes(value.toLowerCase()));
      if (isSaid && term.negated) return false;
      if (!isSaid) ofMiners.push(term);
    } else if (isOfCause(term, incident)) {
      if (isExcluding(term)) return false;
    } else ofMiners.push(term);
  }
  if (ofMiners.length === 0) return true;
  const miners = incident.miner_ids.flatMap((id) => context.miner(id) ?? []);
  const matches = (term: TermMeaning, miner: Miner): boolean => matchesTerm(term, miner, context.moment);
  const excluding = ofMiners.filter(isExcluding);
  if (!miners.every((miner) => excluding.every((term) => matches(term, miner)))) return false;
  const asking = ofMiners.filter((term) => !isExcluding(term));
  return asking.length === 0 || miners.some((miner) => asking.every((term) => matches(term, miner)));
}

/** Whether a term matches the rack, breaker or PDU of the incident's cause. */
function isOfCause(term: TermMeaning, { cause }: Incident): boolean {
  if (term.kind !== 'text' || term.field !== cause.kind || (cause.kind !== 'rack' && cause.kind !== 'pdu'))
    return false;
  const names = cause.kind === 'rack' ? [cause.key, cause.key.slice(cause.key.lastIndexOf('/') + 1)] : [cause.key];
  const { operator, values } = term;
  return values.some((value) => {
    const asked = value.toLowerCase();
    return names.some((name) => (operator === ':' ? name.toLowerCase().includes(asked) : name.toLowerCase() === asked));
  });
}

/** `-tag:a` and `tag!=a` mean that no miner matches. `offline` means that one is. */
export function isExcluding(term: TermMeaning): boolean {
  if (term.kind === 'flag') return false;
  return term.kind === 'word' ? term.negated : term.negated !== (term.operator === '!=');
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
  const { title, faults, acknowledged_by } = incident;
  const texts = [title, ...faults.map(({ message }) => message), ...textsOf('rule', incident, context)];
  return [...texts, acknowledged_by ?? ''].join('\n').toLowerCase();
}
