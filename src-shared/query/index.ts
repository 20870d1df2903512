export { type Completion, completeQuery, takeCompletion } from './complete-query.ts';
export { type FarmValues, farmValues, NO_VALUES } from './farm-values.ts';
export { formatQuery, formatTerm, quoteValue } from './format-query.ts';
export { isExcluding, matchesIncidentQuery, parseIncidentQuery } from './incident-query.ts';
export { FLEET_LANGUAGE, incidentLanguage, type QueryLanguage } from './language.ts';
export { matchesQuery, matchesTerms, textMatches } from './matches-query.ts';
export { isNeverClear } from './never-clear.ts';
export { parseQuery } from './parse-query.ts';
export type { QueryError, QueryTerm } from './query.ts';
