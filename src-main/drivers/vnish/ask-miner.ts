import { setTimeout } from 'node:timers/promises';
import type { CallLimit } from '../http/call-limit.ts';
import type { Connection, ConnectionPool } from '../http/connection-pool.ts';
import { isCut } from '../http/network-failure.ts';
import type { MinerRequest, RawResponse, RequestFailure } from '../http/send.ts';

/** Asks who is at the other end, without credentials. */
export const IDENTITY_REQUEST: MinerRequest = { method: 'GET', path: '/api/v1/info' };

/**
 * A host that closes its connection after every answer has told its MAC over another one than the question then goes over. Nobody takes
 * over an address within so short a time.
 */
const IDENTIFIED_JUST_NOW_MS = 1000;
/** Such a host need not say that it will: a write waits so long for the close, lest it meet it. */
const CLOSE_SHOWS_WITHIN_MS = 20;

export interface PoolOptions {
  readonly pool: ConnectionPool;
  readonly origin: string;
  readonly limit: CallLimit;
  readonly maxBodyBytes: number;
}

/** Who answered the identity question, over which connection. `mac` is null where no MAC was told. */
export interface Identified {
  readonly kind: 'identified';
  readonly mac: string | null;
  readonly response: RawResponse;
  readonly connection: Connection | null;
  readonly at: number;
}

/** What came of asking a certain miner; `told`: it was not asked, because another answers there, or nobody who tells who he is. */
export type SendResult = RawResponse | RequestFailure | Identified;

/** Reads the MAC out of an answer to the identity question. */
export type ReadMac = (response: RawResponse) => Promise<string | null>;

/**
 * Asks over the connection that is kept. It may have died since the last time, which shows only when it is used: a read is then asked once
 * more over a new one.
 */
export async function ask(request: MinerRequest, options: PoolOptions): Promise<RawResponse | RequestFailure> {
  const { pool, origin, limit, maxBodyBytes } = options;
  const send = () => pool.send(origin, request, { limit, maxBodyBytes, closeAfter: request.method !== 'GET' });
  const first = await send();
  return request.method === 'GET' && diedUnused(first) ? send() : first;
}

/** Asks who is at the other end, and notes it of the connection. */
export async function requestIdentity(readMac: ReadMac, options: PoolOptions): Promise<Identified | RequestFailure> {
  const response = await ask(IDENTITY_REQUEST, options);
  if (response.kind !== 'response') return response;
  const connection = options.pool.connectionTo(options.origin);
  const mac = await readMac(response);
  if (connection !== null) connection.mac = mac;
  return { kind: 'identified', mac, response, connection, at: performance.now() };
}

/**
 * Asks one certain miner. Over a connection on which it has told its MAC the question goes at once; over any other it is asked for its MAC
 * first, and if that is another, or none, the question is not sent. A write begins with that on a connection of its own, and is never sent
 * twice.
 */
export async function sendToMiner(
  mac: string,
  request: MinerRequest,
  readMac: ReadMac,
  options: PoolOptions,
): Promise<SendResult> {
  const { pool, origin, limit, maxBodyBytes } = options;
  const isRead = request.method === 'GET';
  let known = isRead ? pool.connectionTo(origin) : null;
  let identifiedAt = Number.NEGATIVE_INFINITY;
  const identifiedJustNow = () => performance.now() - identifiedAt < IDENTIFIED_JUST_NOW_MS;
  for (let retries = 2; ; retries -= 1) {
    if (known?.mac !== mac && !identifiedJustNow()) {
      const identified = await requestIdentity(readMac, options);
      if (identified.kind !== 'identified' || identified.mac !== mac) return identified;
      known = identified.connection;
      identifiedAt = identified.at;
      if (!isRead) await setTimeout(CLOSE_SHOWS_WITHIN_MS);
    }
    const asked = known;
    const mayBegin = () => pool.connectionTo(origin) === asked || identifiedJustNow();
    const result = await pool.send(origin, request, { limit, maxBodyBytes, closeAfter: !isRead, mayBegin });
    const again = result.kind === 'not_begun' || (isRead && diedUnused(result));
    if (!again || retries === 0) return result;
    known = null;
  }
}

function diedUnused(result: RawResponse | RequestFailure): boolean {
  return result.kind === 'broken' && !result.answering && isCut(result.error);
}
