import { queryWords } from '../../../../src-shared/query/index.ts';
import { incidentsTexts } from '../incidents-texts.ts';
import { ALL_MINERS } from './all-miners.ts';

/** Which miners a query of maintenance means, in words. */
export function maintainedMiners(query: string): string {
  return query === ALL_MINERS ? incidentsTexts.maintenance.allMiners : queryWords(query);
}
