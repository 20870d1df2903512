import { countText } from '../../../src-shared/count-text.ts';
import { DAY_MS } from '../../../src-shared/durations.ts';
import type { Incident, QuietHours } from '../../../src-shared/model/index.ts';
import { type Announcement, DESKTOP_CHANNEL, QUIET_HOURS } from '../../alerts/announcement.ts';
import { incidentText } from '../../alerts/channels/message-text.ts';
import { quietBelow, waitsBelow } from '../../alerts/quiet-hours.ts';
import { incidentRoute, ROUTES } from '../window/routes.ts';

/** Why an announcement causes no notification. */
export type WhyNotShown = 'switched_off' | 'info_only' | 'other_channels' | 'quiet_hours' | 'beginning_not_shown';

export interface Situation {
  readonly enabled: boolean;
  readonly quietHours: QuietHours | null;
  readonly minuteOfDay: number;
  /** The incidents that caused a notification. */
  readonly shown: ReadonlySet<string>;
}

/**
 * Why an announcement causes no notification; null if it does. `quiet_hours`: not now, but when
 * they are over. What is critical is shown at once.
 */
export function whySilent({ event, incident, channelIds }: Announcement, situation: Situation): WhyNotShown | null {
  if (!situation.enabled) return 'switched_off';
  if (event === 'resolved') {
    if (!situation.shown.has(incident.incident_id)) return 'beginning_not_shown';
  } else {
    if (channelIds !== null && !channelIds.includes(DESKTOP_CHANNEL)) return 'other_channels';
    // A rule that names the desktop wants it shown.
    if (incident.severity === 'info' && channelIds === null) return 'info_only';
  }
  return waitsBelow(quietBelow(situation.quietHours, situation.minuteOfDay), incident.severity) ? 'quiet_hours' : null;
}

/**
 * What waits until the quiet hours are over: of an incident the last announcement that was not
 * shown.
 */
export type Held = Pick<Announcement, 'event' | 'channelIds'>;

/**
 * What waited, as an announcement about the incident as it is now. Null where an operator has taken
 * note of it, and where an announcement about what it is now follows by itself.
 */
export function releasedAnnouncement(
  { event, channelIds }: Held,
  incident: Incident,
  nowMs: number,
): Announcement | null {
  const isDue = incident.state === (event === 'resolved' ? 'resolved' : 'open');
  return isDue ? { event, incident, at: incident.resolved_at ?? nowMs, channelIds } : null;
}

/**
 * What an earlier run of the program left of an incident, by its deliveries: whether the operator
 * was notified of it and not yet of its end, and what waits for the end of the quiet hours.
 */
export function leftOf(incident: Incident, nowMs: number): { readonly isShown: boolean; readonly held: Held | null } {
  const { deliveries, resolved_at } = incident;
  const own = deliveries.filter(({ channel }) => channel === DESKTOP_CHANNEL);
  const sent = own.findLast(({ state }) => state === 'sent');
  const last = own.at(-1);
  const wasShown = sent !== undefined && sent.kind !== 'resolved';
  const isHeld = last?.state === 'skipped' && last.error === QUIET_HOURS;
  const endWaits = isHeld && last.kind === 'resolved' && wasShown;
  if (resolved_at !== null && !(endWaits && nowMs - resolved_at < DAY_MS)) return { isShown: false, held: null };
  if (!isHeld || (last.kind === 'resolved' && !endWaits)) return { isShown: wasShown, held: null };
  const event = wasShown ? (last.kind as Announcement['event']) : 'opened';
  return { isShown: wasShown, held: { event, channelIds: [DESKTOP_CHANNEL] } };
}

const GATHER_MS = 3000;
const GATHER_AT_MOST_MS = 30_000;

/**
 * When collected announcements are shown: when none has come for a while, but the first of them
 * does not wait for ever.
 */
export function showAt(firstMs: number, lastMs: number): number {
  return Math.min(lastMs + GATHER_MS, firstMs + GATHER_AT_MOST_MS);
}

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
