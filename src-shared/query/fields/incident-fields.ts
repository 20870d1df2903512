import { queryTexts } from '../query-texts.ts';
import { DURATIONS } from './units.ts';

/** The text fields of an incident itself. */
export type IncidentTextField = 'kind' | 'severity' | 'rule';

const KINDS = ['miner', 'network', 'rack', 'pdu', 'pool', 'tag', 'model', 'firmware', 'farm', 'powerhive'];

/** The fields of incidents, besides those of their miners. */
export const INCIDENT_FIELDS: Readonly<
  Record<IncidentTextField | 'since', { readonly means: string; readonly words: readonly string[] }>
> = {
  kind: { means: queryTexts.incidentFields.kind, words: KINDS },
  severity: { means: queryTexts.incidentFields.severity, words: ['critical', 'warning', 'info'] },
  since: { means: queryTexts.incidentFields.since, words: ['1h', '24h', '7d'] },
  rule: { means: queryTexts.incidentFields.rule, words: [] },
};
export const INCIDENT_FIELD_NAMES = Object.keys(INCIDENT_FIELDS);

/** The field `since`: its units, and the messages about invalid values. */
export const SINCE = {
  units: DURATIONS,
  ...queryTexts.since,
  examples: [':24h', '>1h'],
  read: () => null,
} as const;
