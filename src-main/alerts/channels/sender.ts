import type { AlertSeverity, ChannelSettings, Incident } from '../../../src-shared/model/index.ts';
import type { DigestContent } from './digest-content.ts';

/** What is to be sent. */
export interface Message {
  /** Time-ordered; the same when it is sent again. */
  readonly id: string;
  readonly event: 'opened' | 'changed' | 'resolved' | 'digest' | 'test';
  readonly severity: AlertSeverity;
  /** UNIX milliseconds: when it happened. */
  readonly at: number;
  readonly incident: Incident | null;
  readonly digest: DigestContent | null;
  /** In one line, and what follows it. */
  readonly title: string;
  readonly body: string;
  /**
   * What the channel calls the message about this incident that is to be edited; null: a new one.
   */
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
  /** Aborts when there is no more time, or the program stops. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Awaited once there is a connection, before the first byte of the message leaves. */
  readonly beforeTransmit: () => Promise<void>;
}

export type DeliveryResult =
  | { readonly ok: true /** What the channel calls the message. */; readonly ref: string | null }
  | {
      readonly ok: false;
      /** In words for the operator, without a secret. */
      readonly error: string;
      /**
       * It is about this message, and trying again will not help. What is wrong with the channel is
       * not.
       */
      readonly rejected: boolean;
      /** How long the receiver asked to be left alone; null where it did not. */
      readonly retryAfterMs: number | null;
      /** The receiver works, and has had too much: no trouble of the channel. */
      readonly throttled: boolean;
    };

/** For servers whose certificate this computer does not know: tests. */
export interface ServerTrust {
  readonly ca: string;
}

/** How a kind of channel sends. Never rejects because of what a receiver does. */
export type Sender = (message: Message, context: SendContext) => Promise<DeliveryResult>;

export function failed(error: string, more: Partial<DeliveryResult & { ok: false }> = {}): DeliveryResult {
  return { ok: false, error, rejected: false, retryAfterMs: null, throttled: false, ...more };
}
