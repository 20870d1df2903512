import { isReceiver, namedReceivers } from '../../../src-shared/alerts/receivers.ts';
import type { Channel, Incident } from '../../../src-shared/model/index.ts';
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
   * The announcement with those channels of its rule that can be notified now, see
   * `namedReceivers`. `hasDesktop`: whether this program shows notifications on the desktop.
   */
  addressed(announcement: Announcement, hasDesktop: boolean): Announcement {
    const { channelIds, incident } = announcement;
    const reachable = new Set(this.#reachable(incident).map(({ id }) => id));
    if (hasDesktop) reachable.add(DESKTOP_CHANNEL);
    return { ...announcement, channelIds: namedReceivers(channelIds, (id) => reachable.has(id)) };
  }

  /** Whether a channel or the desktop receives the announcement. See `addressed`. */
  reaches(announcement: Announcement, hasDesktop: boolean): boolean {
    const addressed = this.addressed(announcement, hasDesktop);
    const isForDesktop = addressed.channelIds?.includes(DESKTOP_CHANNEL) ?? true;
    return (hasDesktop && isForDesktop) || this.of(addressed).length > 0;
  }

  /** The channels that receive an announcement; see `addressed`. */
  of({ event, incident, channelIds }: Announcement): StoredChannel[] {
    const reachable = this.#reachable(incident);
    // Every channel that knows of the incident gets its end: the store skips the others.
    if (event === 'resolved') return reachable;
    return reachable.filter((channel) => isReceiver(channel, channelIds, incident.severity));
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
