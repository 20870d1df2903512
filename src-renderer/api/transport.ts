import type { ClientContext, ClientLink } from '@orpc/client';

/** One authenticated connection to PowerHive, from its opening to its end. */
export interface Session {
  readonly link: ClientLink<ClientContext>;
  /** Version of the program at the other end; null where the transport does not report it. */
  readonly version: string | null;
  /** Settles when the connection ends, whoever ended it. Never rejects. */
  readonly ended: Promise<SessionEnd>;
  close(): void;
}

export type SessionEnd = 'lost' | 'refused';

/**
 * What became of an attempt to connect. `refused`: the token is wrong, and trying again with it is
 * no use.
 */
export type ConnectResult =
  | { readonly kind: 'open'; readonly session: Session }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable' };

/** A way to PowerHive: the desktop bridge or a WebSocket. `token` is '' where none is needed. */
export interface Transport {
  readonly needsToken: boolean;
  connect(token: string): Promise<ConnectResult>;
}
