import type { Delivery, Incident } from '../../src-shared/model/index.ts';
import type { AnnouncementEvent } from '../store/store.ts';

/** The name of the desktop's notifications among the channels of a rule. */
export const DESKTOP_CHANNEL = 'desktop';
/** The error of a delivery that the desktop holds until its quiet hours end. */
export const QUIET_HOURS = 'Quiet hours';

/** A message about an incident, before it is known who receives it. */
export interface Announcement {
  readonly event: AnnouncementEvent;
  readonly incident: Incident;
  /** UNIX milliseconds: when it happened, which may be long before it is sent. */
  readonly at: number;
  /**
   * Ids of channels, and `DESKTOP_CHANNEL`. Null: the desktop and all enabled channels whose
   * `min_severity` allows it.
   */
  readonly channelIds: readonly string[] | null;
}

/**
 * Whether it is an end that an operator has caused by something else, such as maintenance or a stop.
 * Such ends are many at once, and nothing is over: nobody must be called for them.
 */
export function isClosing(
  event: string,
  { ended_because, resolved_by }: Pick<Incident, 'ended_because' | 'resolved_by'>,
): boolean {
  return event === 'resolved' && ended_because != null && resolved_by == null;
}

/**
 * Receives announcements. `send` resolves when what it keeps is on disk, and rejects if it is not;
 * only then does the incident count as notified. After a crash an announcement may be repeated,
 * with the same incident, event and time.
 */
export interface AnnouncementPort {
  send(announcement: Announcement): Promise<void> | void;
  /** Whether a channel or the desktop receives this announcement now. */
  reaches(announcement: Announcement): boolean;
}

/**
 * Shows an announcement on the desktop. Returns a stable code of the reason why it is not shown;
 * null if it is.
 */
export type AnnouncementListener = (announcement: Announcement) => string | null;

/** The deliveries of the announcements of each of these incidents. */
export type DeliveriesOf = (incidentIds: readonly string[]) => Promise<ReadonlyMap<string, readonly Delivery[]>>;

/**
 * A fault of PowerHive itself or of a rack, with its built-in rule. `key` distinguishes several of
 * one rule.
 */
export interface ProgramFault {
  readonly rule_id: string;
  readonly key: string;
  readonly message: string;
  /** The path of the rack, if it is about one. */
  readonly rack?: string;
}

/** The state of PowerHive itself and of the racks. */
export interface ProgramState {
  readonly faults: readonly ProgramFault[];
  /**
   * What cannot be judged now, for example just after the start: rule ids, fault keys, or
   * `rack:<path>`. Open incidents of these stay open.
   */
  readonly unknown: ReadonlySet<string>;
  /** `rack:<path>` of racks that are entirely in maintenance: their incidents end at once. */
  readonly silenced: ReadonlySet<string>;
}
