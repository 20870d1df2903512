import { createTanstackQueryUtils, type RouterUtils } from '@orpc/tanstack-query';
import { QueryClient } from '@tanstack/react-query';
import { bridgeTransport } from './bridge-transport.ts';
import { type ApiClient, Connection, NotConnectedError } from './connection.ts';
import { LiveFeed } from './live-feed.ts';
import { forgetToken, keepToken, onTokenInAddress, readToken } from './token.ts';
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
  signIn(token: string): void;
}

/**
 * Connects this page: through the desktop's bridge where there is one, else over a WebSocket to
 * where the page came from.
 */
export function connectPage(): PowerHive {
  const bridge = window.powerhive;
  const transport = bridge === undefined ? webSocketTransport(webSocketUrl(window.location)) : bridgeTransport(bridge);
  const connection = new Connection(transport, forgetToken);
  const live = new LiveFeed(
    (signal) => connection.client.app.events(undefined, { signal }),
    (work) => requestAnimationFrame(work),
  );
  const queries = createQueries();
  renewOnReconnect(connection, queries);

  const signIn = (token: string): void => {
    keepToken(token);
    connection.start(token);
  };
  live.followConnection(connection.state);
  onTokenInAddress(signIn);
  connection.start(readToken());
  return {
    client: connection.client,
    orpc: createTanstackQueryUtils(connection.client),
    queries,
    connection,
    live,
    inDesktop: bridge !== undefined,
    signIn,
  };
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
