import { DURATIONS } from './fields.ts';
import { queryTexts } from './query-texts.ts';

/** What of an incident itself is asked for by a text. */
export type IncidentTextField = 'kind' | 'severity' | 'rule';

const KINDS = ['miner', 'network', 'rack', 'pdu', 'pool', 'tag', 'model', 'farm', 'powerhive'];

/** Fields of incidents, beside those of their miners. */
export const INCIDENT_FIELDS: Readonly<
  Record<IncidentTextField | 'since', { readonly means: string; readonly words: readonly string[] }>
> = {
  kind: { means: queryTexts.incidentFields.kind, words: KINDS },
  severity: { means: queryTexts.incidentFields.severity, words: ['critical', 'warning', 'info'] },
  since: { means: queryTexts.incidentFields.since, words: ['1h', '24h', '7d'] },
  rule: { means: queryTexts.incidentFields.rule, words: [] },
};
export const INCIDENT_FIELD_NAMES = Object.keys(INCIDENT_FIELDS);

/** Of `since`: durations, and what is said of something else. */
export const SINCE = {
  units: DURATIONS,
  ...queryTexts.since,
  examples: [':24h', '>1h'],
  read: () => null,
} as const;
