import type { Incident } from '../../../src-shared/model/index.ts';
import { countText } from '../../../src-shared/text/count-text.ts';
import type { Announcement } from '../../alerts/announcement.ts';
import { incidentText } from '../../alerts/messages/message-text.ts';
import { incidentRoute, ROUTES } from '../window/screen-routes.ts';

/** One system notification. A click opens the route. */
export interface DesktopNotification {
  readonly title: string;
  readonly body: string;
  readonly route: string;
  /** The incident that can be acknowledged from it; null if there is none. */
  readonly incidentId: string | null;
}

/**
 * The notifications for collected announcements: at most one about open incidents and one about
 * resolved ones, however many there are.
 */
export function composeMessages(announcements: readonly Announcement[], nowMs: number): DesktopNotification[] {
  // Incidents that opened and ended while announcements were collected are not shown.
  const byIncident = Map.groupBy(announcements, ({ incident }) => incident.incident_id);
  const latest = [...byIncident.values()].flatMap((of) => {
    const last = of.at(-1);
    const isNothing = of[0]?.event === 'opened' && last?.event === 'resolved';
    return last === undefined || isNothing ? [] : [last];
  });
  const over = latest.filter(({ event }) => event === 'resolved');
  const wrong = latest.filter(({ event }) => event !== 'resolved');
  return [...messageOf(wrong, 'new problem', nowMs), ...messageOf(over, 'problem', nowMs, ' resolved')];
}

function messageOf(
  announcements: readonly Announcement[],
  what: string,
  nowMs: number,
  did = '',
): DesktopNotification[] {
  const [only] = announcements;
  if (only === undefined) return [];
  if (announcements.length > 1) {
    const title = `${countText(announcements.length, what)}${did}`;
    return [
      { title, body: listed(announcements.map(({ incident }) => incident)), route: ROUTES.incidents, incidentId: null },
    ];
  }
  const { event, incident, at } = only;
  const text = incidentText(event, incident, { at, now: nowMs });
  const incidentId = event === 'resolved' ? null : incident.incident_id;
  return [{ ...text, route: incidentRoute(incident.incident_id), incidentId }];
}

const MOST_NAMES = 4;

function listed(incidents: readonly Incident[]): string {
  const titles = incidents.slice(0, MOST_NAMES).map(({ title }) => title);
  const more = incidents.length - titles.length;
  return [...titles, ...(more === 0 ? [] : [`and ${more} more`])].join('\n');
}
