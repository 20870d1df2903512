import { createTanstackQueryUtils, type RouterUtils } from '@orpc/tanstack-query';
import { QueryClient } from '@tanstack/react-query';
import { bridgeTransport } from './bridge-transport.ts';
import { type ApiClient, Connection, NotConnectedError } from './connection.ts';
import { LiveFeed } from './live-feed.ts';
import { siteTransport } from './site-transport.ts';
import { forgetToken, keepToken, onTokenInAddress, readToken, shareToken } from './token.ts';
import type { Transport } from './transport.ts';
import { webSocketTransport, webSocketUrl } from './websocket-transport.ts';

/**
 * All that the screens have of PowerHive: calls, queries, the live state and how the connection
 * stands.
 */
export interface PowerHive {
  readonly client: ApiClient;
  readonly orpc: RouterUtils<ApiClient>;
  readonly queries: QueryClient;
  readonly connection: Connection;
  readonly live: LiveFeed;
  /** This page is the desktop app's window; else it is in a browser. */
  readonly inDesktop: boolean;
  /** The other site that is shown; null for the farm of this computer. */
  readonly site: ShownSite | null;
  signIn(token: string): void;
}

/** Another site, as the page knows it. */
export interface ShownSite {
  readonly id: string;
  readonly name: string;
}

/**
 * Connects this page: through the desktop's bridge where there is one, else over a WebSocket to
 * where the page came from.
 */
export function connectPage(): PowerHive {
  const bridge = window.powerhive;
  const transport = bridge === undefined ? webSocketTransport(webSocketUrl(window.location)) : bridgeTransport(bridge);
  const parts = connect(transport, forgetToken);
  const signIn = (token: string): void => {
    keepToken(token);
    parts.connection.start(token);
  };
  onTokenInAddress(signIn);
  parts.connection.start(readToken());
  if (bridge === undefined) {
    const phase = () => parts.connection.state.get();
    shareToken(
      () => (phase().phase === 'ready' ? readToken() : null),
      (token) => {
        const now = phase();
        if (now.phase === 'signed_out' && !now.refused) signIn(token);
      },
    );
  }
  return { ...parts, inDesktop: bridge !== undefined, site: null, signIn };
}

/** Another site, reached through the PowerHive of this computer. The second value ends it. */
export function connectSite(home: PowerHive, id: string): readonly [PowerHive, () => void] {
  const { stopFollowing, ...parts } = connect(siteTransport(home.client, id), () => {});
  parts.connection.start(null);
  const stop = (): void => {
    stopFollowing();
    parts.connection.stop();
  };
  return [{ ...parts, inDesktop: false, site: { id, name: id }, signIn: home.signIn }, stop];
}

function connect(transport: Transport, onRefused: () => void) {
  const connection = new Connection(transport, onRefused);
  const live = new LiveFeed(
    (signal) => connection.client.app.events(undefined, { signal }),
    (work) => requestAnimationFrame(work),
  );
  const queries = createQueries();
  renewOnReconnect(connection, queries);
  const stopFollowing = live.followConnection(connection.state);
  const { client } = connection;
  return { client, orpc: createTanstackQueryUtils(client), queries, connection, live, stopFollowing };
}

/**
 * `networkMode: 'always'`, because PowerHive is on this machine and does not need the network the
 * browser asks about.
 */
function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: 5_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 2 && !(error instanceof NotConnectedError),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

function renewOnReconnect(connection: Connection, queries: QueryClient): void {
  let wasReady = false;
  connection.state.subscribe(() => {
    const ready = connection.state.get().phase === 'ready';
    if (ready && !wasReady) void queries.invalidateQueries();
    wasReady = ready;
  });
}
