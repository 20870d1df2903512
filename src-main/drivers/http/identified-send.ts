import { setTimeout } from 'node:timers/promises';
import type { CallCancellation } from './call-cancellation.ts';
import type { ConnectionPool, PooledConnection } from './connection-pool.ts';
import { isCut } from './network-failure.ts';
import type { HttpRequest, RawResponse, RequestFailure } from './send.ts';

/**
 * A host that closes its connection after every response reports its MAC over one connection and
 * gets the request over another. No other host takes over an address within this time.
 */
const IDENTIFIED_JUST_NOW_MS = 1000;
/**
 * Such a host may close without notice. A write waits this long after the identity request, so that
 * it does not run into the close.
 */
const CLOSE_SHOWS_WITHIN_MS = 20;

/** The connection pool and the limits of a request. */
export interface SendRoute {
  readonly pool: ConnectionPool;
  readonly origin: string;
  readonly limit: CallCancellation;
  readonly maxBodyBytes: number;
  /** Called before the first byte of the request is sent, not of the identity request. */
  readonly onBegun?: (() => void) | undefined;
}

/**
 * The request that identifies the host, without credentials. `readMac` reads the MAC from its
 * response; null if there is none.
 */
export interface IdentityRequest {
  readonly request: HttpRequest;
  readonly readMac: (response: RawResponse) => Promise<string | null>;
}

/**
 * Which host responded to the identity request, over which connection. `mac` is null if it reported
 * none.
 */
export interface Identified {
  readonly kind: 'identified';
  readonly mac: string | null;
  readonly response: RawResponse;
  readonly connection: PooledConnection | null;
  readonly at: number;
}

/**
 * Result of a request to one certain miner. `identified`: it was not sent, because another host is
 * there, or one that reports no MAC.
 */
export type SendResult = RawResponse | RequestFailure | Identified;

/**
 * Sends over the kept connection. It may have been closed, which shows only when it is used: then a
 * read is retried over a new one.
 */
export async function sendWithRetry(request: HttpRequest, route: SendRoute): Promise<RawResponse | RequestFailure> {
  const { pool, origin, limit, maxBodyBytes } = route;
  const send = () => pool.send(origin, request, { limit, maxBodyBytes, closeAfter: request.method !== 'GET' });
  const first = await send();
  return request.method === 'GET' && diedUnused(first) ? send() : first;
}

/**
 * Identifies the host, and stores its MAC with the connection. A connection to a host that reports
 * no MAC is closed: farms have thousands of other devices, and each would keep a socket.
 */
export async function identify(identity: IdentityRequest, route: SendRoute): Promise<Identified | RequestFailure> {
  const response = await sendWithRetry(identity.request, route);
  if (response.kind !== 'response') return response;
  const connection = route.pool.connectionTo(route.origin);
  const mac = await identity.readMac(response);
  if (connection !== null) connection.mac = mac;
  if (mac === null) route.pool.forget(route.origin);
  return { kind: 'identified', mac, response, connection, at: performance.now() };
}

/**
 * Sends to one certain miner. On a connection on which it has reported its MAC, the request is sent
 * at once. On any other the identity request goes first; if the MAC differs or is missing, the
 * request is not sent. A write always begins with the identity request, on its own connection, and
 * is never sent twice.
 */
export async function sendToMiner(
  mac: string,
  request: HttpRequest,
  identity: IdentityRequest,
  route: SendRoute,
): Promise<SendResult> {
  const { pool, origin, limit, maxBodyBytes, onBegun } = route;
  const isRead = request.method === 'GET';
  let known = isRead ? pool.connectionTo(origin) : null;
  let identifiedAt = Number.NEGATIVE_INFINITY;
  const identifiedJustNow = () => performance.now() - identifiedAt < IDENTIFIED_JUST_NOW_MS;
  for (let retries = 2; ; retries -= 1) {
    if (known?.mac !== mac && !identifiedJustNow()) {
      const identified = await identify(identity, route);
      if (identified.kind !== 'identified' || identified.mac !== mac) return identified;
      known = identified.connection;
      identifiedAt = identified.at;
      if (!isRead) await setTimeout(CLOSE_SHOWS_WITHIN_MS);
    }
    const expected = known;
    const mayBegin = () => pool.connectionTo(origin) === expected || identifiedJustNow();
    const result = await pool.send(origin, request, { limit, maxBodyBytes, closeAfter: !isRead, mayBegin, onBegun });
    const again = result.kind === 'not_begun' || (isRead && diedUnused(result));
    if (!again || retries === 0) return result;
    known = null;
  }
}

function diedUnused(result: RawResponse | RequestFailure): boolean {
  return result.kind === 'broken' && !result.answering && isCut(result.error);
}
