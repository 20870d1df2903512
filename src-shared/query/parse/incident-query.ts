import type { FlagName } from '../fields/flags.ts';
import { INCIDENT_FIELD_NAMES, INCIDENT_FIELDS, type IncidentTextField, SINCE } from '../fields/incident-fields.ts';
import type {
  Amount,
  IncidentLeaf,
  IncidentMeaning,
  IncidentQuery,
  LeafMeaning,
  NumberOperator,
  QueryError,
} from '../query.ts';
import { queryTexts } from '../query-texts.ts';
import { parseAmount } from './amount.ts';
import { isTextOperator, readMeaning } from './parse-query.ts';
import { errorAt, parseTerms, placed } from './parse-terms.ts';
import type { RawTerm } from './split-terms.ts';

/**
 * Parses a search for incidents: the language of the fleet for their miners, and `kind:`,
 * `severity:`, `since:` and `rule:` for the incidents themselves. Never throws.
 */
export function parseIncidentQuery(text: string): IncidentQuery {
  return parseTerms<IncidentLeaf>(text, (raw) =>
    placed(ofIncident(raw) ?? withExclusion(readMeaning(raw, INCIDENT_FIELD_NAMES), raw), raw),
  );
}

/** Flags without a word for the opposite, as `offline` is for `online`: not to be so is an exclusion. */
const WITHOUT_OPPOSITE: ReadonlySet<FlagName> = new Set(['hashing', 'attention', 'losing']);

/** Notes of a flag whether it was written as what is left out: `-offline` is true of what has no miner, `online` is not. */
function withExclusion(read: LeafMeaning | QueryError, raw: RawTerm): LeafMeaning | QueryError {
  if (!('kind' in read) || read.kind !== 'flag') return read;
  const isLeftOut = raw.negated !== (raw.field?.operator === '!=');
  const excludes = WITHOUT_OPPOSITE.has(read.flag) ? read.negated : isLeftOut;
  return excludes ? { ...read, excludes } : read;
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
  if (texts.length === 0) return errorAt(raw, queryTexts.noText(`${name}${operator}`, words));
  const unknown = words.length === 0 ? undefined : texts.find((text) => !isKnown(text));
  if (unknown !== undefined) return errorAt(raw, queryTexts.unknownValue(name, unknown, words));
  return { kind: 'incident', field, operator, negated, values: texts };
}

/** Whether a text matches a word; with ":" the beginning is enough. */
export function isSame(word: string, text: string, operator: string): boolean {
  const asked = text.toLowerCase();
  return operator === ':' ? word.startsWith(asked) : word === asked;
}
