import { type Completion, completeQuery, type MoreFields } from './complete-query.ts';
import type { FarmValues } from './fields/farm-values.ts';
import { FIELD_NAMES } from './fields/field-names.ts';
import { INCIDENT_FIELD_NAMES, INCIDENT_FIELDS } from './fields/incident-fields.ts';
import { parseIncidentQuery } from './parse/incident-query.ts';
import { parseQuery } from './parse/parse-query.ts';
import type { IncidentQuery } from './query.ts';

/** The language of a search box: parsing and completion. */
export interface QueryLanguage {
  /** Parses a text. Terms about miners are also terms of incidents. */
  parse(text: string): IncidentQuery;
  complete(text: string, cursor: number, values: FarmValues): readonly Completion[];
  /** All fields, for the message about an unknown one. */
  readonly fieldNames: readonly string[];
}

/** The search for miners. */
export const FLEET_LANGUAGE: QueryLanguage = { parse: parseQuery, complete: completeQuery, fieldNames: FIELD_NAMES };

/** The search for incidents, with the names of the existing rules. */
export function incidentLanguage(ruleNames: readonly string[]): QueryLanguage {
  const more: MoreFields = Object.entries(INCIDENT_FIELDS).map(([name, { means, words }]) => ({
    name,
    means,
    values: (name === 'rule' ? ruleNames : words).map((text) => ({ text, means: '' })),
  }));
  return {
    parse: parseIncidentQuery,
    complete: (text, cursor, values) => completeQuery(text, cursor, values, more),
    fieldNames: [...new Set([...INCIDENT_FIELD_NAMES, ...FIELD_NAMES])],
  };
}
