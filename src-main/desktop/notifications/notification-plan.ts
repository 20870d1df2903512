import { DAY_MS } from '../../../src-shared/durations.ts';
import type { Incident, QuietHours } from '../../../src-shared/model/index.ts';
import { type Announcement, DESKTOP_CHANNEL, QUIET_HOURS } from '../../alerts/announcement.ts';
import { quietBelow, waitsBelow } from '../../alerts/quiet-hours.ts';

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
