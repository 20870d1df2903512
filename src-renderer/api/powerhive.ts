import { createTanstackQueryUtils, type RouterUtils } from '@orpc/tanstack-query';
import { QueryClient } from '@tanstack/react-query';
import { whenIdle } from '../ui/loading/when-idle.ts';
import { bridgeTransport } from './connection/bridge-transport.ts';
import { type ApiClient, Connection, NotConnectedError } from './connection/connection.ts';
import { siteTransport } from './connection/site-transport.ts';
import { forgetToken, keepToken, onTokenInAddress, readToken, shareToken } from './connection/token.ts';
import type { Transport } from './connection/transport.ts';
import { webSocketTransport, webSocketUrl } from './connection/websocket-transport.ts';
import { encryptedShelf } from './last-farm/encrypted-shelf.ts';
import { keepLastFarm, restoreLastFarm } from './last-farm/last-farm.ts';
import { LiveFeed } from './live/live-feed.ts';
import { renewOnEvents } from './live/renew-on-events.ts';

/** What screens use of PowerHive: calls, queries, live data and the state of the connection. */
export interface PowerHive {
  readonly client: ApiClient;
  readonly orpc: RouterUtils<ApiClient>;
  readonly queries: QueryClient;
  readonly connection: Connection;
  readonly live: LiveFeed;
  /** Whether this page is the desktop app's window and not in a browser. */
  readonly inDesktop: boolean;
  /** The other site that is shown; null for the farm of this computer. */
  readonly site: ShownSite | null;
  signIn(token: string): void;
}

/** Another site that is shown. */
export interface ShownSite {
  readonly id: string;
  readonly name: string;
}

/**
 * Connects this page: through the desktop bridge if there is one, otherwise over a WebSocket to the
 * page's origin.
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
  const token = readToken();
  // The desktop app's page needs no token, and only that app can read what it keeps.
  const shelf = encryptedShelf(bridge === undefined ? readToken : () => '', import.meta.url);
  void restoreLastFarm(parts.live, shelf);
  keepLastFarm(parts.live, shelf, whenIdle);
  parts.connection.start(token);
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

/** Connects to another site through the PowerHive of this computer. The second value closes it. */
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
  const { client } = connection;
  const orpc = createTanstackQueryUtils(client);
  const stopRenewing = renewOnEvents(live, orpc, queries);
  const stopLive = live.followConnection(connection.state);
  const stopFollowing = (): void => {
    stopLive();
    stopRenewing();
  };
  return { client, orpc, queries, connection, live, stopFollowing };
}

/**
 * `networkMode: 'always'`, because PowerHive runs on this computer: the browser's offline state
 * does not matter.
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
