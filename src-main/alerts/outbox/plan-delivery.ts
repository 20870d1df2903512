import { severityRank } from '../../../src-shared/alerts/severity-rank.ts';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import type { AlertSeverity, Incident } from '../../../src-shared/model/index.ts';
import type { StoredDelivery } from '../../store/store.ts';
import { isClosing } from '../announcement.ts';
import { waitsBelow } from '../quiet-hours.ts';

/** Limits of messages per channel, except critical ones. */
const MESSAGE_EVERY_MS = 60_000;
const MESSAGES_PER_CHANNEL_AND_HOUR = 12;

/** The state of a channel. Times are UNIX milliseconds on the wall clock. */
export interface QueueState {
  readonly now: number;
  /** Pending messages, the oldest first. */
  readonly waiting: readonly StoredDelivery[];
  /** Messages held for the digest, the oldest first. */
  readonly held: readonly StoredDelivery[];
  /** Since when there are any; never later than now. */
  readonly heldSinceAt: number;
  /** When non-critical messages were sent recently. */
  readonly sentAt: readonly number[];
  /** No attempt before this time. */
  readonly retryAt: number | null;
  /** In quiet hours, the lowest severity that is sent; else null. */
  readonly quietBelow: AlertSeverity | null;
  /** The times of day of digests. */
  readonly digestAt: readonly string[];
  /**
   * Which closings of incidents (`isClosing`) go into the digest: all, for a person; for one whose
   * message is edited, those of which nothing was sent; none for a program, which must know.
   */
  readonly closings: 'held' | 'held_if_unsaid' | 'sent';
}

/** The next step of a channel. */
export type Step =
  | { readonly do: 'rest'; readonly until: number | null }
  | { readonly do: 'hold'; readonly deliveries: readonly StoredDelivery[] }
  | { readonly do: 'digest' }
  | { readonly do: 'send'; readonly delivery: StoredDelivery };

/**
 * The next step: critical messages at once, others within the hourly limit, the rest in a digest.
 * Messages about one incident keep their order.
 */
export function planDelivery(state: QueueState): Step {
  const { now, waiting, held, retryAt } = state;
  const closings = heldClosings(state);
  if (closings.length > 0) return { do: 'hold', deliveries: closings };
  const isBlocked = retryAt !== null && retryAt > now;
  const urgent = isBlocked ? undefined : firstUrgent(waiting);
  if (urgent !== undefined) return { do: 'send', delivery: urgent };
  const others = waiting.filter((delivery) => !isUrgent(delivery));
  const above = aboveRateLimit(others, state);
  if (above.length > 0) return { do: 'hold', deliveries: above };
  const digestMs = held.length === 0 ? null : nextDigestAt(state.heldSinceAt, state.digestAt);
  if (isBlocked) return { do: 'rest', until: retryAt };
  if (digestMs !== null && digestMs <= now) return { do: 'digest' };
  const [next] = others;
  if (next === undefined) return { do: 'rest', until: digestMs };
  const lastAt = lately(state.sentAt, now).at(-1);
  const freeAt = lastAt === undefined ? now : lastAt + MESSAGE_EVERY_MS;
  if (freeAt <= now) return { do: 'send', delivery: next };
  return { do: 'rest', until: digestMs === null ? freeAt : Math.min(freeAt, digestMs) };
}

/** Closings that are no message of their own, with what is still waiting about the same incidents. */
function heldClosings({ waiting, closings }: QueueState): StoredDelivery[] {
  if (closings === 'sent') return [];
  const closed = waiting.filter(({ event, content }) => event === 'resolved' && isClosing(event, content as Incident));
  if (closed.length === 0) return [];
  const unsaid = new Set(waiting.flatMap(({ event, incident_id }) => (event === 'opened' ? [incident_id] : [])));
  const ids = new Set(closed.flatMap(({ incident_id: id }) => (closings === 'held' || unsaid.has(id) ? [id] : [])));
  return ids.size === 0 ? [] : waiting.filter(({ incident_id }) => ids.has(incident_id));
}

function isUrgent({ severity, event }: StoredDelivery): boolean {
  return severity === 'critical' || event === 'digest';
}

/** The oldest urgent message, or an older one about the same incident. */
function firstUrgent(waiting: readonly StoredDelivery[]): StoredDelivery | undefined {
  const urgent = waiting.find(isUrgent);
  if (urgent === undefined || urgent.incident_id === null) return urgent;
  return waiting.find(({ incident_id }) => incident_id === urgent.incident_id);
}

/**
 * What goes into the digest: everything if the hourly limit is reached, messages of quiet hours,
 * incidents that are already over, and messages that follow held ones, unless they are more severe.
 */
function aboveRateLimit(
  others: readonly StoredDelivery[],
  { now, sentAt, held, quietBelow }: QueueState,
): StoredDelivery[] {
  const sentThisHour = lately(sentAt, now).length;
  if (sentThisHour >= MESSAGES_PER_CHANNEL_AND_HOUR) return [...others];
  const quiet = others.filter(({ severity }) => waitsBelow(quietBelow, severity));
  if (quiet.length > 0) return quiet;
  const over = overUnsaid(others);
  if (over.length > 0) return over;
  const heldOf = Map.groupBy(held, ({ incident_id }) => incident_id);
  const following = others.filter(({ incident_id, severity }) =>
    heldOf.get(incident_id)?.some((one) => severityRank(one.severity) >= severityRank(severity)),
  );
  if (following.length > 0) return following;
  return others.slice(MESSAGES_PER_CHANNEL_AND_HOUR - sentThisHour);
}

/** Incidents that ended before their beginning was sent: no news, so they go into the digest. */
function overUnsaid(others: readonly StoredDelivery[]): StoredDelivery[] {
  const idsOf = (event: StoredDelivery['event']): Set<string | null> =>
    new Set(others.filter((one) => one.event === event).map(({ incident_id }) => incident_id));
  const [began, ended] = [idsOf('opened'), idsOf('resolved')];
  const both = [...began].filter((id) => id !== null && ended.has(id));
  return both.length === 0 ? [] : others.filter(({ incident_id }) => both.includes(incident_id));
}

/** Times within the last hour, without times in the future: the clock was set back since. */
function lately(sentAt: readonly number[], now: number): number[] {
  return sentAt.filter((at) => at > now - HOUR_MS && at <= now + MESSAGE_EVERY_MS);
}

/** The first time after `after` at one of these times of day. */
function nextDigestAt(after: number, timesOfDay: readonly string[]): number {
  const moments = [0, 1].flatMap((days) =>
    timesOfDay.map((text) => {
      const [hours = 0, minutes = 0] = text.split(':').map(Number);
      const at = new Date(after);
      at.setDate(at.getDate() + days);
      return at.setHours(hours, minutes, 0, 0);
    }),
  );
  return Math.min(...moments.filter((at) => at > after));
}
