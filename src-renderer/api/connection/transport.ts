import type { ClientContext, ClientLink } from '@orpc/client';

/** One authenticated connection to PowerHive. */
export interface Session {
  readonly link: ClientLink<ClientContext>;
  /** Version of the program at the other end; null where the transport does not report it. */
  readonly version: string | null;
  /** Settles when either side ends the connection. Never rejects. */
  readonly ended: Promise<SessionEnd>;
  close(): void;
}

export type SessionEnd = 'lost' | 'refused';

/**
 * Result of a connection attempt. `refused`: the token is wrong, so that a retry with it is
 * useless.
 */
export type ConnectResult =
  | { readonly kind: 'open'; readonly session: Session }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable' };

/** Connects to PowerHive: by desktop bridge, WebSocket, or a site. `token` is '' if not needed. */
export interface Transport {
  readonly needsToken: boolean;
  connect(token: string): Promise<ConnectResult>;
  /**
   * For calls after the connection was stopped, such as an Undo that is still shown; undefined if
   * there can be none.
   */
  readonly afterwards?: ClientLink<ClientContext>;
}
