import type { AlertSeverity, ChannelKind, ChannelSettings, QuietHours } from '../../src-shared/model/index.ts';
import type { AnnouncementEvent } from './alert-records.ts';

/** A channel as it is stored. Its secret is encrypted by the caller. */
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

/** The stored state of a channel. */
export type ChannelState = Pick<StoredChannel, 'last_success_at' | 'last_error' | 'failures'>;

/**
 * `waiting`: to be sent. `held`: kept for the next digest. `digested`: in a digest. `skipped`:
 * replaced by a newer one, or no longer needed.
 */
export type DeliveryState = 'waiting' | 'held' | 'digested' | 'sent' | 'failed' | 'skipped';

/** A message to a channel. */
export interface StoredDelivery {
  readonly delivery_id: string;
  readonly channel_id: string;
  /** Null for a digest, and for a part of one that is not about an incident. */
  readonly incident_id: string | null;
  readonly event: AnnouncementEvent | 'digest' | 'weak_chips';
  /** UNIX milliseconds: when it happened. */
  readonly event_at: number;
  readonly severity: AlertSeverity;
  /** The content: an incident, a digest, or weak chips; null once it is sent or given up. */
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
