import { isCurrent } from '../../conditions/maintenance-now.ts';
import type { Moment } from '../../miner/miner-now.ts';
import type { Maintenance } from '../../model/index.ts';
import { remembered } from '../../remembered.ts';
import { leavesOf } from '../either.ts';
import { parseQuery } from '../parse/parse-query.ts';
import { matchesTerms } from './matches-query.ts';

/** More windows than there may be. */
const MOST_QUERIES = 2000;
const parsed = remembered(MOST_QUERIES, parseQuery);

/**
 * The moment with the maintenance that goes on then, for the field `maintenance` of a query. That of
 * single rules is left out: a miner of which one rule is silent is still watched.
 */
export function withMaintenance(moment: Moment, windows: readonly Maintenance[]): Moment {
  const { nowMs } = moment;
  const now = windows
    .filter((window) => window.rule_ids.length === 0 && isCurrent(window, nowMs))
    .map(({ query, reason }) => ({ terms: parsed(query).terms, reason }));
  return {
    ...moment,
    maintenanceOf: (miner) => now.filter(({ terms }) => matchesTerms(terms, miner, moment)).map(({ reason }) => reason),
  };
}

/** Whether a query asks for maintenance: it cannot say which miners are in maintenance. */
export function asksForMaintenance(text: string): boolean {
  return leavesOf(parsed(text).terms).some((term) => term.kind === 'text' && term.field === 'maintenance');
}
