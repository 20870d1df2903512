import { byUrgency } from '../../../src-shared/alerts/urgency.ts';
import type { Incident, WeakChips } from '../../../src-shared/model/index.ts';
import type { AnnouncementEvent } from '../../store/store.ts';

/** An incident in a digest. */
export interface DigestLine {
  readonly incident_id: string;
  readonly title: string;
  readonly severity: Incident['severity'];
  /** UNIX milliseconds: when it began, or when it ended if it recovered. */
  readonly at: number;
  readonly hashrate_lost_hash: number;
  /** Of a closed one, why it ended although its fault may continue, in words. */
  readonly ended_because?: string;
}

/** The weak chips in a digest: the miners with the largest increase. */
export interface DigestWeakChips extends WeakChips {
  /** How many more miners have weak chips. */
  readonly more: number;
}

/** The lists of a digest that grow with the farm. */
type Listed = 'broke' | 'recovered' | 'closed' | 'still_open';

/** The messages that a channel held back, as one message. */
export interface DigestContent {
  readonly from_at: number;
  readonly to_at: number;
  readonly broke: readonly DigestLine[];
  readonly recovered: readonly DigestLine[];
  /** What ended although its fault may go on; absent in a digest from before this was a list. */
  readonly closed?: readonly DigestLine[];
  readonly still_open: readonly DigestLine[];
  /** How many incidents are open, including those sent separately; absent or null if unknown. */
  readonly open_total?: number | null;
  /** How many more entries each list has; absent in a digest from before lists were limited. */
  readonly more?: Readonly<Partial<Record<Listed, number>>>;
  /** The incidents that lost most, the worst first; at most ten. */
  readonly lost_most: readonly DigestLine[];
  /** Once a week, the weak chips of the farm; null in other digests. */
  readonly weak_chips: DigestWeakChips | null;
}

/** An announcement that was held back. */
export interface HeldAnnouncement {
  readonly event: AnnouncementEvent;
  readonly at: number;
  readonly incident: Incident;
}

const MOST_LOST = 10;
/** For each list: the lines of ten thousand miners take a megabyte, which a receiver may refuse. */
const MOST_LINES = 100;

export function digestWeakChips(list: WeakChips): DigestWeakChips {
  const more = Math.max(0, list.miners.length - MOST_LINES);
  return { ...list, miners: list.miners.slice(0, MOST_LINES), more };
}

/** What may change about an incident while its announcement is held. */
type OpenNow = Pick<Incident, 'title' | 'severity' | 'hashrate_lost_hash'>;

/**
 * The incidents of held messages, each in one line, the worst first. `resolvedIds`: incidents whose
 * end was sent separately. `open`: all open incidents as they are now; null if unknown.
 */
export function composeDigest(
  held: readonly HeldAnnouncement[],
  resolvedIds: ReadonlySet<string>,
  toAt: number,
  open: ReadonlyMap<string, OpenNow> | null,
  weakChips: DigestWeakChips | null = null,
): DigestContent {
  const byIncident = Map.groupBy(held, ({ incident }) => incident.incident_id);
  const latest = [...byIncident.values()].flatMap((announcements) => {
    const last = announcements.at(-1);
    return last === undefined ? [] : [{ announcements, last }];
  });
  latest.sort((a, b) => byUrgency(a.last.incident, b.last.incident));
  const all = latest.map(({ announcements, last }) => {
    const { incident_id, since_at } = last.incident;
    // An incident that was reopened after its end is open.
    const end = last.event === 'resolved' ? last : undefined;
    const now = end === undefined ? open?.get(incident_id) : undefined;
    const { title, severity, hashrate_lost_hash } = now ?? last.incident;
    const line = { incident_id, title, severity, hashrate_lost_hash };
    // Nor is one that was merged into another, or whose end could not be sent yet.
    const isGone = open !== null && now === undefined;
    return {
      line,
      sinceAt: since_at,
      isNew: announcements.some(({ event }) => event === 'opened'),
      because: end?.incident.ended_because ?? null,
      endAt: end === undefined ? null : (end.incident.resolved_at ?? end.at),
      isOver: end !== undefined || isGone || resolvedIds.has(incident_id),
    };
  });
  const linesOf = (some: typeof all): DigestLine[] => some.map(({ line, sinceAt }) => ({ ...line, at: sinceAt }));
  const lists: Readonly<Record<Listed, readonly DigestLine[]>> = {
    broke: linesOf(all.filter(({ isNew }) => isNew)),
    recovered: all.flatMap(({ line, endAt, because }) =>
      endAt === null || because !== null ? [] : [{ ...line, at: endAt }],
    ),
    closed: all.flatMap(({ line, endAt, because }) =>
      endAt === null || because === null ? [] : [{ ...line, at: endAt, ended_because: because }],
    ),
    still_open: linesOf(all.filter(({ isOver }) => !isOver)),
  };
  const moreOf = (list: Listed): number => Math.max(0, lists[list].length - MOST_LINES);
  return {
    from_at: Math.min(toAt, ...held.map(({ at }) => at)),
    to_at: toAt,
    broke: lists.broke.slice(0, MOST_LINES),
    recovered: lists.recovered.slice(0, MOST_LINES),
    closed: lists.closed.slice(0, MOST_LINES),
    still_open: lists.still_open.slice(0, MOST_LINES),
    more: {
      broke: moreOf('broke'),
      recovered: moreOf('recovered'),
      closed: moreOf('closed'),
      still_open: moreOf('still_open'),
    },
    lost_most: linesOf(all)
      .filter(({ hashrate_lost_hash }) => hashrate_lost_hash > 0)
      .sort((a, b) => b.hashrate_lost_hash - a.hashrate_lost_hash)
      .slice(0, MOST_LOST),
    weak_chips: weakChips,
  };
}
