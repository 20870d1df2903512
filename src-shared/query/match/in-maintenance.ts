import { isCurrent, isOfAllRules } from '../../alerts/maintenance-now.ts';
import type { Moment } from '../../miner/miner-now.ts';
import type { Maintenance, Miner } from '../../model/index.ts';
import { remembered } from '../../remembered.ts';
import { leavesOf } from '../either.ts';
import { parseQuery } from '../parse/parse-query.ts';
import { matchesTerms } from './matches-query.ts';

/** More windows than there may be. */
const MOST_QUERIES = 2000;
const parsed = remembered(MOST_QUERIES, parseQuery);

/** A current maintenance or mute, with the test for its miners. */
export interface CurrentWindow {
  readonly window: Maintenance;
  readonly includes: (miner: Miner) => boolean;
}

export function currentWindows(windows: readonly Maintenance[], moment: Moment): readonly CurrentWindow[] {
  return windows
    .filter((window) => isCurrent(window, moment.nowMs))
    .map((window) => {
      const { terms } = parsed(window.query);
      return { window, includes: (miner) => matchesTerms(terms, miner, moment) };
    });
}

/**
 * The moment with the current maintenance. Mutes are left out: a miner of which single rules are
 * silent is still watched.
 */
export function withMaintenance(moment: Moment, windows: readonly Maintenance[]): Moment {
  const now = currentWindows(windows.filter(isOfAllRules), moment).toSorted(
    (a, b) => b.window.ends_at - a.window.ends_at,
  );
  return {
    ...moment,
    maintenanceOf: (miner) => now.filter(({ includes }) => includes(miner)).map(({ window }) => window),
  };
}

/** Whether a query asks for maintenance: it cannot say which miners are in maintenance. */
export function asksForMaintenance(text: string): boolean {
  return leavesOf(parsed(text).terms).some((term) => term.kind === 'text' && term.field === 'maintenance');
}
