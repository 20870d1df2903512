import type { Delivery, Incident } from '../../src-shared/model/index.ts';
import type { AnnouncementEvent } from '../store/store.ts';

/** How a rule names the notifications of the desktop among its channels. */
export const DESKTOP_CHANNEL = 'desktop';
/** What a delivery says that the desktop holds until its quiet hours are over. */
export const QUIET_HOURS = 'Quiet hours';

/** What is to be said about an incident, to whoever is to know. */
export interface Announcement {
  readonly event: AnnouncementEvent;
  readonly incident: Incident;
  /** UNIX milliseconds: when it happened, which may be before it is sent. */
  readonly at: number;
  /**
   * Ids of channels, and `DESKTOP_CHANNEL`. Null: the desktop and all enabled channels whose
   * `min_severity` allows it.
   */
  readonly channelIds: readonly string[] | null;
}

/**
 * Where announcements go. `send` resolves when what it keeps is on disk, and rejects where it is
 * not: the incident counts as notified only after that. After a kill an announcement may come
 * again, with the same incident, event and moment.
 */
export interface AnnouncementPort {
  send(announcement: Announcement): Promise<void> | void;
  /** Whether anybody gets this announcement now: a channel, or the desktop. */
  reaches(announcement: Announcement): boolean;
}

/**
 * Shows an announcement on the desktop. Returns why it is not shown, as a stable word; null where
 * it is.
 */
export type AnnouncementListener = (announcement: Announcement) => string | null;

/** What became of the announcements of each of these incidents. */
export type DeliveriesOf = (incidentIds: readonly string[]) => Promise<ReadonlyMap<string, readonly Delivery[]>>;

/**
 * Something that is wrong with PowerHive itself or with a rack, by the built-in rule that is about
 * it. `key` distinguishes several of one rule.
 */
export interface ProgramFault {
  readonly rule_id: string;
  readonly key: string;
  readonly message: string;
  /** The path of the rack that it is about. */
  readonly rack?: string;
}

/** How PowerHive itself and the racks do. */
export interface ProgramState {
  readonly faults: readonly ProgramFault[];
  /**
   * What cannot be judged now, such as just after the start: rule ids, fault keys, or `rack:<path>`.
   * Its open incidents stay open.
   */
  readonly unknown: ReadonlySet<string>;
  /** `rack:<path>` of racks in which all is in maintenance: their incidents end at once. */
  readonly silenced: ReadonlySet<string>;
}
