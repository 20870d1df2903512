import type { Channel, Incident } from '../../../src-shared/model/index.ts';
import { severityRank } from '../../../src-shared/severity-rank.ts';
import type { StoredChannel } from '../../store/store.ts';
import { type Announcement, DESKTOP_CHANNEL } from '../announcement.ts';
import type { Channels } from '../channels/channels.ts';
import type { Sender } from '../channels/sender.ts';

/** Decides who gets an announcement. */
export class Receivers {
  readonly #channels: Pick<Channels, 'all'>;
  readonly #senders: Readonly<Partial<Record<Channel['kind'], Sender>>>;

  constructor(channels: Pick<Channels, 'all'>, senders: Readonly<Partial<Record<Channel['kind'], Sender>>>) {
    this.#channels = channels;
    this.#senders = senders;
  }

  /**
   * The announcement with the receivers of its rule that can be reached now. If none can, it is for
   * all: no announcement is lost because a channel no longer exists. `hasDesktop`: whether this
   * program shows notifications on the desktop.
   */
  addressed(announcement: Announcement, hasDesktop: boolean): Announcement {
    const { channelIds, incident } = announcement;
    const reached = channelIds?.filter((id) =>
      id === DESKTOP_CHANNEL ? hasDesktop : this.#reachable(incident).some((channel) => channel.id === id),
    );
    return { ...announcement, channelIds: reached === undefined || reached.length === 0 ? null : reached };
  }

  /** Whether a channel or the desktop receives the announcement. See `addressed`. */
  reaches(announcement: Announcement, hasDesktop: boolean): boolean {
    const addressed = this.addressed(announcement, hasDesktop);
    const isForDesktop = addressed.channelIds?.includes(DESKTOP_CHANNEL) ?? true;
    return (hasDesktop && isForDesktop) || this.of(addressed).length > 0;
  }

  /** The channels that receive an announcement; see `addressed`. */
  of({ event, incident, channelIds }: Announcement): StoredChannel[] {
    return this.#reachable(incident).filter(({ id, min_severity }) => {
      // Every channel that knows of the incident gets its end: the store skips the others.
      if (event === 'resolved') return true;
      // A channel named by the rule is notified at any severity.
      if (channelIds !== null) return channelIds.includes(id);
      return severityRank(incident.severity) >= severityRank(min_severity);
    });
  }

  /** Whether a channel is on, and is sent messages at all. */
  takesMessages({ kind, enabled }: StoredChannel): boolean {
    return enabled && kind !== 'heartbeat' && this.#senders[kind] !== undefined;
  }

  #reachable({ cause }: Incident): StoredChannel[] {
    // The failure of a channel is reported on the others.
    const isOther = ({ id }: StoredChannel): boolean => !cause.key.includes(id);
    return this.#channels.all().filter((channel) => this.takesMessages(channel) && isOther(channel));
  }
}
