import type { AlertSeverity, ChannelSettings, Incident } from '../../../src-shared/model/index.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { DigestContent } from '../messages/digest-content.ts';

/** A message to be sent. */
export interface Message {
  /** Time-ordered; the same for each attempt. */
  readonly id: string;
  readonly event: 'opened' | 'changed' | 'resolved' | 'digest' | 'test';
  readonly severity: AlertSeverity;
  /** UNIX milliseconds: when it happened. */
  readonly at: number;
  readonly incident: Incident | null;
  readonly digest: DigestContent | null;
  /** One line. The body follows it. */
  readonly title: string;
  readonly body: string;
  /** The channel's reference of the message of this incident to edit; null for a new one. */
  readonly editRef: string | null;
}

/** The farm that a message is about. */
export interface Site {
  readonly site_id: string;
  readonly name: string | null;
}

export interface SendContext {
  readonly settings: ChannelSettings;
  readonly secret: string | null;
  readonly site: Site;
  /** Aborts when the time is over, or the program stops. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** Awaited after the connection is made, before the first byte of the message is sent. */
  readonly beforeTransmit: () => Promise<void>;
}

export type DeliveryResult =
  | { readonly ok: true /** The channel's reference of the message. */; readonly ref: string | null }
  | {
      readonly ok: false;
      /** In words for the operator, without secrets. */
      readonly error: string;
      /**
       * The receiver refuses this message, so that a retry does not help. Not for faults of the
       * channel.
       */
      readonly rejected: boolean;
      /** How long the receiver asked to wait; null if it did not. */
      readonly retryAfterMs: number | null;
      /** The receiver works but is throttling: not a fault of the channel. */
      readonly throttled: boolean;
    };

/** For servers with a certificate that this computer does not trust: tests only. */
export interface ServerTrust {
  readonly ca: string;
}

/** Sends a message. Faults of a receiver are results, never rejections. */
export type Sender = (message: Message, context: SendContext) => Promise<DeliveryResult>;

export function failed(error: string, more: Partial<DeliveryResult & { ok: false }> = {}): DeliveryResult {
  return { ok: false, error, rejected: false, retryAfterMs: null, throttled: false, ...more };
}
