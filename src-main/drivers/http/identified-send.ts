import { setTimeout } from 'node:timers/promises';
import type { CallCancellation } from './call-cancellation.ts';
import type { ConnectionPool, PooledConnection } from './connection-pool.ts';
import { isCut } from './network-failure.ts';
import type { HttpRequest, RawResponse, RequestFailure } from './send.ts';

/**
 * A host that closes its connection after every response has given its MAC over another connection
 * than the one that the request then uses. No host takes over an address within so short a time.
 */
const IDENTIFIED_JUST_NOW_MS = 1000;
/**
 * Such a host need not say that it will close: a write waits so long for the close, so that it does
 * not run into it.
 */
const CLOSE_SHOWS_WITHIN_MS = 20;

/** Where a request goes, and within which limits. */
export interface SendRoute {
  readonly pool: ConnectionPool;
  readonly origin: string;
  readonly limit: CallCancellation;
  readonly maxBodyBytes: number;
  /** Called before the first byte of the request itself leaves, not of the identity request. */
  readonly onBegun?: (() => void) | undefined;
}

/**
 * The request that finds out who is at the other end, without credentials, and how the MAC is read
 * from its response: null where it gives none.
 */
export interface IdentityRequest {
  readonly request: HttpRequest;
  readonly readMac: (response: RawResponse) => Promise<string | null>;
}

/**
 * Who responded to the identity request, over which connection. `mac` is null where none was given.
 */
export interface Identified {
  readonly kind: 'identified';
  readonly mac: string | null;
  readonly response: RawResponse;
  readonly connection: PooledConnection | null;
  readonly at: number;
}

/**
 * How a request to one certain miner ended; `identified`: it was not sent, because another host is
 * there, or one that does not say who it is.
 */
export type SendResult = RawResponse | RequestFailure | Identified;

/**
 * Sends over the connection that is kept. It may have died since the last time, which shows only
 * when it is used: a read is then retried over a new one.
 */
export async function sendWithRetry(request: HttpRequest, route: SendRoute): Promise<RawResponse | RequestFailure> {
  const { pool, origin, limit, maxBodyBytes } = route;
  const send = () => pool.send(origin, request, { limit, maxBodyBytes, closeAfter: request.method !== 'GET' });
  const first = await send();
  return request.method === 'GET' && diedUnused(first) ? send() : first;
}

/**
 * Finds out who is at the other end, and notes it of the connection. One to whoever gives no MAC is
 * closed: farms have thousands of other devices, each of which would keep a socket.
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
 * Sends to one certain miner. Over a connection on which it has given its MAC the request goes at
 * once; over any other the identity request goes first, and if the MAC is another, or none, the
 * request is not sent. A write begins with that on a connection of its own, and is never sent
 * twice.
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
