import type { ChannelKind } from '../../../src-shared/model/index.ts';
import type { Clock } from '../../runtime/clock.ts';
import { Loop, type LoopRun } from '../../runtime/loop.ts';
import type { StoredChannel, StoredDelivery } from '../../store/store.ts';
import type { Channels } from '../channels/channels.ts';
import type { DeliveryResult, Message } from '../channels/sender.ts';
import { minuteOfDay, quietBelow } from '../quiet-hours.ts';
import { attendedEscalations } from './attended-escalations.ts';
import { composeMessage, type MessageParts } from './compose-message.ts';
import { channelRetryMs, GIVEN_UP_AFTER_MS, MOST_REJECTIONS } from './delivery-retry.ts';
import { makeDigest } from './make-digest.ts';
import type { OutboxStore } from './outbox-store.ts';
import { planDelivery, type QueueState } from './plan-delivery.ts';

export interface QueueParts {
  readonly store: OutboxStore;
  readonly channels: Channels;
  readonly clock: Clock;
  readonly send: (
    channel: StoredChannel,
    message: Message,
    signal: AbortSignal,
    beforeTransmit: () => Promise<void>,
  ) => Promise<DeliveryResult>;
  readonly whereIs: MessageParts['whereIs'];
  /** Why an escalated incident needs no attention any more; null if it does. */
  readonly whyAttended: (incidentId: string) => string | null;
  /** A message about this incident has a result. */
  readonly onDelivered: (incidentId: string) => void;
  readonly onError: (error: unknown) => void;
}

/** How each kind of channel takes the closing of an incident: see `QueueState`. */
const CLOSINGS = {
  desktop: 'held',
  email: 'held',
  ntfy: 'held',
  slack: 'held',
  discord: 'held',
  telegram: 'held_if_unsaid',
  webhook: 'sent',
  mqtt: 'sent',
  heartbeat: 'sent',
} as const satisfies Record<ChannelKind, QueueState['closings']>;

/** The wall clock may jump while the loop sleeps, so it is read again after this time. */
const LONGEST_REST_MS = 60_000;
/** How long a message that is being sent may take when the program stops. */
const LAST_ANSWER_MS = 1500;
/** A channel that accepts nothing for this long is failing, however few attempts there were. */
const TROUBLE_AFTER_MS = 30 * 60_000;

/** The messages of one channel, sent one after another. */
export class ChannelQueue {
  readonly #id: string;
  readonly #parts: QueueParts;
  readonly #loop: Loop;
  #waiting: StoredDelivery[] = [];
  #held: StoredDelivery[] = [];
  /** Since when messages are held, as the clock is now: after it was set back, they wait no longer. */
  #heldSinceAt: number | null = null;
  #sentAt: number[] = [];
  #failures = 0;
  /** Since when nothing was accepted, on the monotonic clock; null while messages are accepted. */
  #failingSinceMs: number | null = null;
  /** On the monotonic clock: a wall clock that was set back must not delay a retry. */
  #retryMs: number | null = null;
  readonly #rejections = new Map<string, number>();

  constructor(id: string, parts: QueueParts) {
    this.#id = id;
    this.#parts = parts;
    this.#loop = new Loop({
      name: `channel ${id}`,
      intervalMs: () => LONGEST_REST_MS,
      run: (signal) => this.#run(signal),
      onError: parts.onError,
      clock: parts.clock,
    });
  }

  get counts(): { waiting: number; held: number } {
    return { waiting: this.#waiting.length, held: this.#held.length };
  }

  start(): void {
    this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** Restores pending messages, and when messages were sent before the start. */
  restore(deliveries: readonly StoredDelivery[], sentAt: readonly number[]): void {
    this.#waiting = deliveries.filter(({ state }) => state === 'waiting');
    this.#held = deliveries.filter(({ state }) => state === 'held');
    this.#sentAt = [...sentAt];
  }

  /** Takes a message that is in the outbox. A pending update is replaced by a newer one. */
  take(delivery: StoredDelivery): void {
    if (delivery.state === 'held') {
      this.#held.push(delivery);
      this.#loop.wake();
      return;
    }
    const { event, incident_id } = delivery;
    if (isUpdate(event)) {
      const isOld = (other: StoredDelivery) =>
        isUpdate(other.event) && other.incident_id === incident_id && other.transmitting_at === null;
      const overtaken = this.#waiting.filter(isOld);
      this.#waiting = this.#waiting.filter((other) => !isOld(other));
      this.#write(overtaken.map((other) => ({ ...other, state: 'skipped', error: 'A newer one was sent instead.' })));
    }
    this.#waiting.push(delivery);
    this.#loop.wake();
  }

  /** Its settings have changed: failed messages are retried at once. */
  tryAgain(): void {
    [this.#failures, this.#retryMs, this.#failingSinceMs] = [0, null, null];
    this.#loop.wake();
  }

  /** Skips all its messages. */
  drop(reason: string): void {
    const left = [...this.#waiting, ...this.#held];
    this.forget();
    this.#write(left.map((delivery) => ({ ...delivery, state: 'skipped', transmitting_at: null, error: reason })));
  }

  forget(): void {
    this.#waiting = [];
    this.#held = [];
  }

  async #run(signal: AbortSignal): Promise<LoopRun> {
    const { clock, channels } = this.#parts;
    while (!signal.aborted) {
      const channel = channels.get(this.#id);
      if (channel === null || !channel.enabled) break;
      await this.#skipAttended();
      if (signal.aborted) break;
      const now = clock.nowMs();
      const step = planDelivery({
        now,
        waiting: this.#waiting,
        held: this.#held,
        heldSinceAt: this.#heldSince(now),
        sentAt: this.#sentAt,
        retryAt: this.#retryMs === null ? null : now + Math.ceil(this.#retryMs - clock.monotonicMs()),
        quietBelow: quietBelow(channel.quiet_hours, minuteOfDay(now)),
        digestAt: channel.digest_at,
        closings: CLOSINGS[channel.kind],
      });
      if (step.do === 'rest') {
        return step.until === null ? {} : { nextInMs: Math.min(LONGEST_REST_MS, Math.max(0, step.until - now)) };
      }
      if (step.do === 'hold') await this.#hold(step.deliveries);
      else if (step.do === 'digest') await this.#digest(now);
      else if (step.do === 'send') await this.#send(channel, step.delivery, signal);
    }
    return {};
  }

  /** Skips escalations that nobody needs any more. */
  async #skipAttended(): Promise<void> {
    for (const { over, error, escalation } of await attendedEscalations(this.#waiting, this.#held, this.#parts)) {
      this.#remove(over);
      this.#write(over.map((other) => ({ ...other, state: 'skipped', error })));
      this.#noteDelivered(escalation);
    }
  }

  async #hold(deliveries: readonly StoredDelivery[]): Promise<void> {
    const held = deliveries.map((delivery) => ({ ...delivery, state: 'held' as const }));
    await this.#parts.store.updateDeliveries(held).catch(this.#parts.onError);
    this.#remove(deliveries);
    this.#held.push(...held);
  }

  #heldSince(now: number): number {
    const [oldest] = this.#held;
    if (oldest === undefined) this.#heldSinceAt = null;
    else this.#heldSinceAt = Math.min(this.#heldSinceAt ?? now, oldest.event_at, now);
    return this.#heldSinceAt ?? now;
  }

  /**
   * Those that are too old, once one more attempt has failed: a computer that slept, or a clock that
   * leapt, must not lose what can be sent now.
   */
  #giveUpOld(now: number, why: string): void {
    const deliveries = this.#waiting.filter(({ event_at }) => now - event_at > GIVEN_UP_AFTER_MS);
    this.#remove(deliveries);
    const error = `Given up after three days: ${why}`;
    this.#write(deliveries.map((delivery) => ({ ...delivery, state: 'failed', error })));
  }

  /** Combines all held messages into one digest. */
  async #digest(now: number): Promise<void> {
    const held = [...this.#held];
    const { digest, parts } = await makeDigest(this.#id, held, now, this.#parts);
    await this.#parts.store.addDigest(digest, parts);
    this.#remove(held);
    this.#heldSinceAt = null;
    this.#waiting.push(digest);
  }

  async #send(channel: StoredChannel, delivery: StoredDelivery, stopping: AbortSignal): Promise<void> {
    const { store, channels, clock, send, onError } = this.#parts;
    let current = delivery;
    // Marked on disk before it is sent, so that a start after a crash knows of it. A disk that
    // cannot be written delays no alert.
    const beforeTransmit = async (): Promise<void> => {
      current = { ...current, transmitting_at: clock.nowMs() };
      this.#replace(current);
      await store.updateDeliveries([current]).catch(onError);
    };
    const ending = new AbortController();
    const stop = (): void => {
      setTimeout(() => ending.abort(), LAST_ANSWER_MS).unref();
    };
    stopping.addEventListener('abort', stop, { once: true });
    const message = await composeMessage(channel, delivery, this.#parts);
    const result = await send(channel, message, ending.signal, beforeTransmit).finally(() =>
      stopping.removeEventListener('abort', stop),
    );
    // Whether it arrived is unknown: the next start uses what is on disk.
    if (ending.signal.aborted && !result.ok) return;
    const now = clock.nowMs();
    const attempts = delivery.attempts + 1;
    if (result.ok) {
      this.#remove([delivery]);
      this.#rejections.delete(delivery.delivery_id);
      if (delivery.severity !== 'critical' && delivery.event !== 'digest')
        this.#sentAt = [...this.#sentAt, now].slice(-100);
      [this.#failures, this.#retryMs, this.#failingSinceMs] = [0, null, null];
      const sent = { ...current, state: 'sent' as const, attempts, transmitting_at: null, sent_at: now, error: null };
      await store.updateDeliveries([{ ...sent, ref: result.ref }]).catch(onError);
      channels.noteSuccess(this.#id);
      this.#noteDelivered(delivery);
      return;
    }
    this.#failures += 1;
    this.#failingSinceMs ??= clock.monotonicMs();
    this.#retryMs = clock.monotonicMs() + channelRetryMs(this.#failures, result.retryAfterMs);
    const next: StoredDelivery = { ...current, attempts, transmitting_at: null, error: result.error };
    const rejections = (this.#rejections.get(delivery.delivery_id) ?? 0) + (result.rejected ? 1 : 0);
    this.#rejections.set(delivery.delivery_id, rejections);
    const isOver = rejections >= MOST_REJECTIONS;
    if (isOver) {
      this.#remove([delivery]);
      this.#rejections.delete(delivery.delivery_id);
    } else this.#replace(next);
    await store.updateDeliveries([isOver ? { ...next, state: 'failed' } : next]).catch(onError);
    this.#giveUpOld(now, result.error);
    const isLong = clock.monotonicMs() - this.#failingSinceMs >= TROUBLE_AFTER_MS;
    if (result.throttled && !isLong) channels.noteThrottled(this.#id, result.error);
    else channels.noteFailure(this.#id, result.error, isLong);
    this.#noteDelivered(delivery);
  }

  #noteDelivered({ incident_id }: StoredDelivery): void {
    if (incident_id !== null) this.#parts.onDelivered(incident_id);
  }

  #replace(delivery: StoredDelivery): void {
    this.#waiting = this.#waiting.map((other) => (other.delivery_id === delivery.delivery_id ? delivery : other));
  }

  #remove(deliveries: readonly StoredDelivery[]): void {
    const ids = new Set(deliveries.map(({ delivery_id }) => delivery_id));
    this.#waiting = this.#waiting.filter(({ delivery_id }) => !ids.has(delivery_id));
    this.#held = this.#held.filter(({ delivery_id }) => !ids.has(delivery_id));
  }

  #write(deliveries: readonly StoredDelivery[]): void {
    if (deliveries.length > 0) this.#parts.store.updateDeliveries(deliveries).catch(this.#parts.onError);
  }
}

function isUpdate(event: StoredDelivery['event']): boolean {
  return event === 'changed' || event === 'reminder';
}
