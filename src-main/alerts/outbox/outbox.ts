import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import type { Channel, ChannelTest, Delivery, WeakChips } from '../../../src-shared/model/index.ts';
import type { Clock } from '../../runtime/clock.ts';
import { Loop } from '../../runtime/loop.ts';
import { uuidV7 } from '../../runtime/uuid-v7.ts';
import type { StoredChannel, StoredDelivery } from '../../store/store.ts';
import type { Announcement, AnnouncementPort } from '../announcement.ts';
import { type Channels, SecretClosedError } from '../channels/channels.ts';
import { type DeliveryResult, failed, type Message, type Sender, type Site } from '../channels/sender.ts';
import { shownChannel } from '../channels/shown-channel.ts';
import { digestWeakChips } from '../messages/digest-content.ts';
import { testText } from '../messages/message-text.ts';
import { ChannelQueue } from './channel-queue.ts';
import type { MessageParts } from './compose-message.ts';
import { DesktopDeliveries } from './desktop-deliveries.ts';
import { deliveryOf, newDelivery } from './new-delivery.ts';
import type { OutboxStore } from './outbox-store.ts';
import { Receivers } from './receivers.ts';
import { resumedDelivery } from './resumed-delivery.ts';
import { shownDelivery } from './shown-delivery.ts';
import { UnsavedDeliveries } from './unsaved-deliveries.ts';

export interface OutboxOptions {
  readonly store: OutboxStore;
  readonly channels: Channels;
  /** By kind. The desktop has none; that of a heartbeat is for its test only. */
  readonly senders: Readonly<Partial<Record<Channel['kind'], Sender>>>;
  readonly site: () => Site;
  readonly whereIs: MessageParts['whereIs'];
  readonly clock: Clock;
  /** The time for deleting old messages, which a wrong clock cannot advance too far. */
  readonly retentionNowMs: () => Promise<number>;
  /** An announcement of this incident has a result. */
  readonly onDelivered: (incidentId: string) => void;
  readonly onError: (error: unknown) => void;
  /** The limit of one attempt; 15 s by default. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 15_000;
const KEPT_MS = 90 * 24 * HOUR_MS;
const PRUNED_AT_ONCE = 1000;

/**
 * Delivers announcements. Each is in the outbox on disk before it is sent, and stays pending until
 * its receiver has accepted it. A message that was being sent during a crash is sent once more. If
 * the disk cannot be written, messages are sent from memory.
 */
export class Outbox implements Pick<AnnouncementPort, 'send'> {
  /** Who gets an announcement. */
  readonly receivers: Receivers;
  /** What the desktop showed. */
  readonly desktop: DesktopDeliveries;
  readonly #options: OutboxOptions;
  readonly #queues = new Map<string, ChannelQueue>();
  readonly #unsaved: UnsavedDeliveries;
  readonly #pruning: Loop;
  #isStarted = false;
  #whyAttended: (incidentId: string) => string | null = () => null;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.receivers = new Receivers(options.channels, options.senders);
    this.#unsaved = new UnsavedDeliveries(options.store, options.clock, options.onError);
    this.desktop = new DesktopDeliveries({ ...options, unsaved: this.#unsaved });
    this.#pruning = new Loop({
      name: 'outbox',
      intervalMs: () => HOUR_MS,
      run: async () => ({ counts: { pruned: await this.#prune() } }),
      onError: options.onError,
      clock: options.clock,
    });
    options.channels.onChange((id) => this.#channelChanged(id));
  }

  /** Loads pending messages. Channels must be loaded before. */
  async load(): Promise<void> {
    const { store, channels, clock } = this.#options;
    const [open, sends] = await Promise.all([store.openDeliveries(), store.recentSends(clock.nowMs() - HOUR_MS)]);
    const known = open.map(resumedDelivery);
    const changed = known.filter((delivery, index) => delivery !== open[index]);
    if (changed.length > 0) await store.updateDeliveries(changed);
    const byChannel = Map.groupBy(known, ({ channel_id }) => channel_id);
    for (const { id } of channels.all()) {
      const sentAt = sends.filter(({ channel_id }) => channel_id === id).map(({ sent_at }) => sent_at);
      this.#queue(id).restore(byChannel.get(id) ?? [], sentAt);
    }
  }

  start(): void {
    this.#isStarted = true;
    this.#pruning.start();
    for (const queue of this.#queues.values()) queue.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.#pruning.stop(), ...[...this.#queues.values()].map((queue) => queue.stop())]);
  }

  /**
   * A pending escalation is not sent if `why` returns a reason why the incident, by its id, needs
   * no attention any more.
   */
  skipEscalations(why: (incidentId: string) => string | null): void {
    this.#whyAttended = why;
  }

  /**
   * Sends to the channels that it names; without names, to all that accept its severity. See
   * `receivers.addressed`.
   */
  async send(announcement: Announcement): Promise<void> {
    const deliveries = this.receivers.of(announcement).map((channel) => deliveryOf(announcement, channel.id));
    if (deliveries.length === 0) return;
    for (const delivery of await this.#unsaved.add(deliveries)) this.#queue(delivery.channel_id).take(delivery);
  }

  /**
   * The weekly weak chips, for the next digest of each channel that accepts more than critical
   * messages. The caller stores them, and then passes them to `take`.
   */
  digestParts(list: WeakChips, at: number): StoredDelivery[] {
    return this.#options.channels
      .all()
      .filter((channel) => this.receivers.takesMessages(channel) && channel.min_severity !== 'critical')
      .map(({ id }) => ({ ...newDelivery(id, 'weak_chips', at), state: 'held', content: digestWeakChips(list) }));
  }

  /** Takes messages that are on disk. */
  take(deliveries: readonly StoredDelivery[]): void {
    for (const delivery of deliveries) this.#queue(delivery.channel_id).take(delivery);
  }

  /** The deliveries of the announcements of these incidents, the oldest first. */
  async deliveriesOf(incidentIds: readonly string[]): Promise<ReadonlyMap<string, readonly Delivery[]>> {
    const kept = await this.#options.store.deliveriesOf(incidentIds);
    const rows = [...kept, ...incidentIds.flatMap((id) => this.#unsaved.of(id))];
    const byIncident = Map.groupBy(rows, ({ incident_id }) => incident_id ?? '');
    return new Map([...byIncident].map(([id, of]) => [id, of.map(shownDelivery)]));
  }

  shown(channel: StoredChannel): Channel {
    return shownChannel(channel, this.#queues.get(channel.id)?.counts ?? { waiting: 0, held: 0 });
  }

  /** Sends a test message now, even if the channel is switched off. */
  async test(channel: StoredChannel): Promise<ChannelTest> {
    const { site, clock, channels } = this.#options;
    const message: Message = {
      id: uuidV7(),
      event: 'test',
      severity: 'info',
      at: clock.nowMs(),
      incident: null,
      digest: null,
      editRef: null,
      ...testText(channel.name, site().name),
    };
    const result = await this.deliver(channel, message, new AbortController().signal, async () => undefined);
    if (result.ok) {
      channels.noteSuccess(channel.id);
      this.#queues.get(channel.id)?.tryAgain();
      return { sent: true, error: null };
    }
    if (!result.throttled) channels.noteFailure(channel.id, result.error);
    return { sent: false, error: result.error };
  }

  /** Tries once to send a message. */
  async deliver(
    channel: StoredChannel,
    message: Message,
    signal: AbortSignal,
    beforeTransmit: () => Promise<void>,
  ): Promise<DeliveryResult> {
    const { senders, channels, site, clock, timeoutMs = TIMEOUT_MS, onError } = this.#options;
    const sender = senders[channel.kind];
    if (sender === undefined) return failed('This kind of channel exists in the desktop app only.');
    try {
      const secret = channels.secretOf(channel);
      return await sender(message, {
        settings: channel.settings,
        secret,
        site: site(),
        signal,
        timeoutMs,
        clock,
        beforeTransmit,
      });
    } catch (error) {
      if (error instanceof SecretClosedError) return failed(error.message);
      // The error may quote the message: only its name is logged.
      onError(new Error(`A ${channel.kind} message was not sent: ${(error as Error).name}`));
      return failed('Internal error. See the log.');
    }
  }

  #queue(id: string): ChannelQueue {
    const known = this.#queues.get(id);
    if (known !== undefined) return known;
    const { channels, clock, whereIs, onError, onDelivered } = this.#options;
    const send = this.deliver.bind(this);
    const { store } = this.#unsaved;
    const whyAttended = (incidentId: string): string | null => this.#whyAttended(incidentId);
    const queue = new ChannelQueue(id, { store, channels, clock, send, whereIs, whyAttended, onDelivered, onError });
    this.#queues.set(id, queue);
    if (this.#isStarted) queue.start();
    return queue;
  }

  #channelChanged(id: string): void {
    const channel = this.#options.channels.get(id);
    const queue = this.#queue(id);
    if (channel === null) {
      // The store deletes its pending messages together with the channel.
      queue.forget();
      this.#queues.delete(id);
      queue.stop().catch(this.#options.onError);
    } else if (channel.enabled) queue.tryAgain();
    else queue.drop('The channel is switched off.');
  }

  async #prune(): Promise<number> {
    const { store, retentionNowMs } = this.#options;
    await this.#unsaved.save();
    const before = (await retentionNowMs()) - KEPT_MS;
    let pruned = 0;
    for (;;) {
      const count = await store.pruneOutbox(before, PRUNED_AT_ONCE);
      pruned += count;
      if (count < PRUNED_AT_ONCE) return pruned;
    }
  }
}
