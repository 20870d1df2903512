import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { isLoopbackHost } from '../../src-shared/loopback.ts';
import type { Operations } from '../api/operation-types.ts';
import { createRouter } from '../api/router.ts';
import type { TokenDirectory } from './bearer-token.ts';
import { CLIENT_TIMEOUTS, type ClientTimeouts } from './client-timeouts.ts';
import { type HttpRefusal, refuseRaw } from './http-refusal.ts';
import { InFlight } from './in-flight.ts';
import { createRequestListener } from './request-listener.ts';
import { createRest } from './rest.ts';
import { BROWSER } from './rest-actor.ts';
import { createScreens } from './screens.ts';
import { ensureToken } from './token-file.ts';
import { Sockets } from './websocket.ts';

/** What answers calls. */
interface ServedProgram {
  readonly operations: Operations;
  /** Tokens besides that of the token file, with their scopes; none if left out. */
  readonly tokens?: TokenDirectory;
}

export interface ServeOptions {
  /** The screens can be loaded before it is there; calls and sockets wait for it. */
  readonly program: ServedProgram | Promise<ServedProgram>;
  /** In 127.0.0.0/8, `localhost`, `::1` or `[::1]`. PowerHive never listens beyond this machine. */
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly tokenFile: string;
  /** The built screens; null for none. */
  readonly screensDir: string | null;
  readonly version: string;
  readonly log: Logger;
  readonly timeouts?: Partial<ClientTimeouts>;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /**
   * Refuses new requests with 503, ends streams, and waits for pending calls for most of the
   * deadline. Then cuts off the rest and logs their names. A second call returns the same promise.
   */
  stop(deadlineMs: number): Promise<void>;
}

const MAX_CONNECTIONS = 512;

/** Share of the stop deadline for pending calls; the rest is for closing. */
const SHARE_FOR_CALLS = 0.6;
const SHARE_FOR_GOODBYE = 0.2;

/**
 * Starts the HTTP server on one loopback port: REST with Server-Sent Events under /api, a WebSocket
 * at /ws, metrics, and the screens. Throws if the host is not loopback or the port is in use.
 */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const { version, log } = options;
  const host = parseLoopbackHost(options.host);
  const timeouts = { ...CLIENT_TIMEOUTS, ...options.timeouts };
  const program = Promise.resolve(options.program);
  // The requests that wait for it fail, and whoever loads it knows why.
  program.catch(() => undefined);
  const token = await ensureToken(options.tokenFile);

  const server = createServer({
    headersTimeout: timeouts.headersMs,
    requestTimeout: timeouts.requestMs,
    connectionsCheckingInterval: Math.min(timeouts.headersMs, 2000),
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.on('clientError', answerClientError);
  server.listen(options.port, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const stopping = new AbortController();
  const inFlight = new InFlight();
  const call = { stopping: stopping.signal, log };
  const screens = createScreens(options.screensDir, port);
  let sockets: Sockets | null = null;
  const api = program.then(({ operations, tokens }) => {
    const access = { token, find: (shown: string) => tokens?.find(shown) ?? null };
    const router = createRouter(operations);
    sockets = new Sockets({
      router,
      call: { ...call, via: 'ws', actor: BROWSER },
      token,
      port,
      version,
      inFlight,
      tokenDeadlineMs: timeouts.tokenFrameMs,
      heartbeatMs: timeouts.heartbeatMs,
    });
    return { operations, access, rest: createRest(router, call, access) };
  });
  server.on('request', createRequestListener({ api, call, port, version, screens, inFlight }));
  server.on('upgrade', (request, connection, head) => {
    connection.on('error', () => connection.destroy());
    api.then(
      () => sockets?.upgrade(request, connection, head),
      () => connection.destroy(),
    );
  });

  const stop = async (deadlineMs: number): Promise<void> => {
    stopping.abort();
    const unfinished = await inFlight.finish(deadlineMs * SHARE_FOR_CALLS);
    if (unfinished.length > 0) log.warn({ unfinished }, 'Calls were cut off by the stop');
    await sockets?.close(deadlineMs * SHARE_FOR_GOODBYE);
    await closeServer(server);
  };
  let stopped: Promise<void> | undefined;
  return {
    url: `http://${host === '::1' ? '[::1]' : host}:${port}`,
    port,
    stop: (deadlineMs) => {
      stopped ??= stop(deadlineMs);
      return stopped;
    },
  };
}

/**
 * The URL that opens the screens with the token. The token is in the fragment, which a browser
 * never sends. Even so the URL is only for a terminal or a browser that is opened, never for a log.
 */
export function screensUrl(server: Pick<RunningServer, 'url'>, token: string): string {
  return `${server.url}/#token=${token}`;
}

/** Host and port of an address in the settings: `127.0.0.1:8080`, `[::1]:8080` or `:8080`. */
export function listenAddress(addr: string): { readonly host: string; readonly port: number } {
  const [, host, port] = /^(.*):(\d+)$/.exec(addr) ?? [];
  return { host: host || '127.0.0.1', port: Number(port) };
}

/**
 * The address to listen on. A name could be resolved to another one: `localhost` is not looked up.
 */
function parseLoopbackHost(host: string): string {
  if (!isLoopbackHost(host)) {
    throw new Error(`PowerHive listens on this machine only: ${host} is not in 127.0.0.0/8, localhost or ::1`);
  }
  if (host === 'localhost') return '127.0.0.1';
  return host === '[::1]' ? '::1' : host;
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

/** Responds to a request that is not HTTP, or too slow. */
function answerClientError(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  refuseRaw(socket, CLIENT_ERRORS[error.code ?? ''] ?? NOT_HTTP);
}

const NOT_HTTP: HttpRefusal = { status: 400, code: 'BAD_REQUEST', message: 'this is not a valid HTTP request' };
const CLIENT_ERRORS: Readonly<Record<string, HttpRefusal>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'TIMEOUT', message: 'the request came too slowly' },
  HPE_HEADER_OVERFLOW: { status: 431, code: 'HEADERS_TOO_LARGE', message: 'the headers of the request are too large' },
};
