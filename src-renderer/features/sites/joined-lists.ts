import { byUrgency } from '../../../src-shared/alerts/urgency.ts';
import type { Incident } from '../../../src-shared/model/index.ts';
import { callErrorMessage } from '../../api/call-error.ts';
import { sitesTexts as texts } from './sites-texts.ts';

/** Number of incidents that are requested from one site. */
export const MOST_OF_A_SITE = 100;
const MOST_SHOWN = 100;

/** The open incidents of a site; null until loaded. `error`: why they are missing or stale. */
export interface SiteList {
  /** Null for this computer. */
  readonly siteId: string | null;
  readonly name: string;
  /** How far the clock of the site is ahead of the one here. */
  readonly aheadMs: number;
  readonly incidents: readonly Incident[] | null;
  readonly error: unknown;
}

interface JoinedLists {
  readonly rows: readonly { readonly siteId: string | null; readonly site: string; readonly incident: Incident }[];
  /** What is missing in the rows, as texts. */
  readonly gaps: readonly string[];
  /** Whether every list is loaded and empty. */
  readonly isNone: boolean;
}

/** An incident with its time by the clock here, by which those of several sites are compared. */
function byClockHere(incident: Incident, aheadMs: number): Incident {
  return aheadMs === 0 ? incident : { ...incident, since_at: incident.since_at - aheadMs };
}

/** Merges the lists of all sites, in the order of an inbox. */
export function joinedLists(lists: readonly SiteList[]): JoinedLists {
  const rows = lists
    .flatMap(({ siteId, name, aheadMs, incidents }) =>
      (incidents ?? []).map((incident) => ({ siteId, site: name, incident: byClockHere(incident, aheadMs) })),
    )
    .sort((a, b) => byUrgency(a.incident, b.incident));
  const gaps = lists.flatMap(({ name, incidents, error }) => {
    if (error == null && incidents === null) return [texts.inboxLoading(name)];
    if (error == null) return incidents?.length === MOST_OF_A_SITE ? [texts.inboxFull(name, MOST_OF_A_SITE)] : [];
    // Errors of another site already begin with its name.
    const why = callErrorMessage(error).replace(`${name}: `, '');
    return [incidents === null ? texts.inboxFailed(name, why) : texts.inboxOld(name, why)];
  });
  const more = rows.length - MOST_SHOWN;
  return {
    rows: rows.slice(0, MOST_SHOWN),
    gaps: more > 0 ? [texts.inboxMore(more), ...gaps] : gaps,
    isNone: rows.length === 0 && gaps.length === 0,
  };
}
