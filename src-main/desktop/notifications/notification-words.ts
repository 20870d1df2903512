import { countText } from '../../../src-shared/count-text.ts';
import type { Incident } from '../../../src-shared/model/index.ts';
import type { Announcement } from '../../alerts/announcement.ts';
import { incidentText } from '../../alerts/channels/message-text.ts';
import { incidentRoute, ROUTES } from '../window/routes.ts';

/** One notification of the system. A click opens the route. */
export interface DesktopNotification {
  readonly title: string;
  readonly body: string;
  readonly route: string;
  /** The incident that it is about, where it is about one that can be acknowledged. */
  readonly incidentId: string | null;
}

/**
 * The notifications of collected announcements: at most one message of what is wrong and one of
 * what is over, however many incidents they are about.
 */
export function composeMessages(announcements: readonly Announcement[], nowMs: number): DesktopNotification[] {
  // What began and ended while the announcements were gathered is no news.
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
