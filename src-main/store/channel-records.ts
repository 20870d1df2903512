import type { AlertSeverity, ChannelKind, ChannelSettings, QuietHours } from '../../src-shared/model/index.ts';
import type { AnnouncementEvent } from './alert-records.ts';

/** A channel as it is kept: its secret is encrypted before it comes here. */
export interface StoredChannel {
  readonly id: string;
  readonly kind: ChannelKind;
  readonly name: string;
  readonly enabled: boolean;
  readonly min_severity: AlertSeverity;
  readonly settings: ChannelSettings;
  readonly quiet_hours: QuietHours | null;
  /** Times of day, `HH:MM`. */
  readonly digest_at: readonly string[];
  readonly secret_sealed: string | null;
  readonly created_at: number;
  readonly last_success_at: number | null;
  readonly last_error: string | null;
  readonly failures: number;
}

/** How a channel does, as far as it is kept. */
export type ChannelState = Pick<StoredChannel, 'last_success_at' | 'last_error' | 'failures'>;

/**
 * `waiting` is to be sent, `held` is kept for the next digest and `digested` is in one. `skipped`
 * was overtaken by a newer one, or is not wanted any more.
 */
export type DeliveryState = 'waiting' | 'held' | 'digested' | 'sent' | 'failed' | 'skipped';

/** One message to one channel. */
export interface StoredDelivery {
  readonly delivery_id: string;
  readonly channel_id: string;
  /** Null in a digest, and in a part of one that is about no incident. */
  readonly incident_id: string | null;
  readonly event: AnnouncementEvent | 'digest' | 'weak_chips';
  /** UNIX milliseconds: when it happened. */
  readonly event_at: number;
  readonly severity: AlertSeverity;
  /** What is said: an incident, a digest, or weak chips; null once it is sent or given up. */
  readonly content: unknown;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly unclear: number;
  readonly transmitting_at: number | null;
  readonly sent_at: number | null;
  readonly error: string | null;
  readonly ref: string | null;
  readonly digest_id: string | null;
}
