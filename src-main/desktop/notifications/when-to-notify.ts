import { DAY_MS } from '../../../src-shared/milliseconds.ts';
import type { Incident, QuietHours } from '../../../src-shared/model/index.ts';
import { type Announcement, DESKTOP_CHANNEL, isClosing, QUIET_HOURS } from '../../alerts/announcement.ts';
import { quietBelow, waitsBelow } from '../../alerts/quiet-hours.ts';

/** Why an announcement causes no notification. */
export type WhyNotShown =
  | 'switched_off'
  | 'info_only'
  | 'other_channels'
  | 'quiet_hours'
  | 'beginning_not_shown'
  | 'closed';

export interface Situation {
  readonly enabled: boolean;
  readonly quietHours: QuietHours | null;
  readonly minuteOfDay: number;
  /** The incidents that caused a notification. */
  readonly shown: ReadonlySet<string>;
}

/**
 * Why an announcement causes no notification; null if it does. `quiet_hours`: it waits until they
 * are over. Critical incidents do not wait.
 */
export function whySilent({ event, incident, channelIds }: Announcement, situation: Situation): WhyNotShown | null {
  if (!situation.enabled) return 'switched_off';
  if (event === 'resolved') {
    if (!situation.shown.has(incident.incident_id)) return 'beginning_not_shown';
    if (isClosing(event, incident)) return 'closed';
  } else {
    if (channelIds !== null && !channelIds.includes(DESKTOP_CHANNEL)) return 'other_channels';
    // A rule that names the desktop wants it shown.
    if (incident.severity === 'info' && channelIds === null) return 'info_only';
  }
  return waitsBelow(quietBelow(situation.quietHours, situation.minuteOfDay), incident.severity) ? 'quiet_hours' : null;
}

/**
 * An announcement that waits until the quiet hours are over: the last one of its incident that was
 * not shown.
 */
export type Held = Pick<Announcement, 'event' | 'channelIds'>;

/**
 * The announcement that waited, with the incident as it is now. Null if its state no longer fits:
 * an operator has acknowledged it, or its current state is announced separately.
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
 * The state that an earlier run of the program left, from the deliveries of an incident: whether
 * the operator was notified of it but not yet of its end, and what waits for the end of the quiet
 * hours.
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
 * When collected announcements are shown: after 3 s without a new one, and at most 30 s after the
 * first.
 */
export function showAt(firstMs: number, lastMs: number): number {
  return Math.min(lastMs + GATHER_MS, firstMs + GATHER_AT_MOST_MS);
}
