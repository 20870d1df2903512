import { type Address, formatAddress, type MinerAddress } from '../address.ts';
import { failure, type Outcome, success } from '../outcome.ts';
import { ask, IDENTITY_REQUEST, requestIdentity, type SendResult, sendToMiner } from '../vnish/ask-miner.ts';
import { readInfoResponse } from '../vnish/not-a-miner.ts';
import { text } from '../vnish/payloads/fields.ts';
import { CallLimit, type CallOptions } from './call-limit.ts';
import { ConnectionPool } from './connection-pool.ts';
import { decompress } from './decompress.ts';
import { describeNetworkError, describeStop } from './network-failure.ts';
import { RequestSlots, type Turn } from './request-slots.ts';
import type { MinerRequest, RawResponse, RequestFailure } from './send.ts';

export type { MinerRequest } from './send.ts';

/** A whole answer of a miner, whatever its status but no redirect. */
export interface MinerResponse {
  readonly status: number;
  readonly body: string;
  readonly wwwAuthenticate: string | null;
}

/** Longer than a status interval, so that a connection serves from one poll to the next. */
const KEEP_ALIVE_MS = 30_000;
/** Long enough to ask who is there before the write. */
const KEEP_FRESH_MS = 1000;
const HOST = /^[a-z0-9](?:[a-z0-9._-]{0,252})$/i;

/** Carries questions to miners over HTTP and answers back, within the limits that keep a hostile host from doing harm. */
export class Transport {
  readonly timeoutMs: number;
  readonly #maxBodyBytes: number;
  readonly #slots: RequestSlots;
  /** One kept connection per miner and lane: a second one is opened only while the first is busy. */
  readonly #kept: readonly ConnectionPool[];
  /** For writes, each of which has a connection of its own. */
  readonly #fresh: readonly ConnectionPool[];
  #closed = false;

  constructor(options: { timeoutMs: number; maxBodyBytes: number; maxRequestsPerMiner: number }) {
    this.timeoutMs = options.timeoutMs;
    this.#maxBodyBytes = options.maxBodyBytes;
    this.#slots = new RequestSlots(options.maxRequestsPerMiner);
    const pools = (keepAliveMs: number) =>
      Array.from(
        { length: options.maxRequestsPerMiner },
        () => new ConnectionPool({ connectTimeoutMs: options.timeoutMs, keepAliveMs }),
      );
    this.#kept = pools(KEEP_ALIVE_MS);
    this.#fresh = pools(KEEP_FRESH_MS);
  }

  /**
   * Asks whoever is at an address; where it is the address of a certain miner, nobody but that miner. The deadline is over waiting for a
   * turn, connecting, and the answer's last byte.
   */
  async send(
    address: Address | MinerAddress,
    request: MinerRequest,
    call: CallOptions | undefined,
  ): Promise<Outcome<MinerResponse>> {
    if (!HOST.test(address.host)) {
      return failure('unreachable', `"${text(address.host)}" is no host name and no IPv4 address`, {
        retryable: false,
      });
    }
    if (this.#closed) return describeStop('aborted', whereOf(address, request), this.timeoutMs);
    const limit = new CallLimit(this.timeoutMs, call);
    try {
      return await this.#sendInTurn(address, request, limit);
    } finally {
      limit.release();
    }
  }

  /** Cuts what is under way; nothing is sent from here on. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#kept, ...this.#fresh].map((pool) => pool.destroy()));
  }

  async #sendInTurn(
    address: Address | MinerAddress,
    request: MinerRequest,
    limit: CallLimit,
  ): Promise<Outcome<MinerResponse>> {
    const origin = `http://${address.host}:${address.port}`;
    const turn = await this.#slots.acquire(origin, limit);
    if (turn === 'full') {
      return failure('busy', `${whereOf(address, request)} was not asked: too many requests wait for this miner`, {
        retryable: true,
      });
    }
    if (typeof turn === 'string') return describeStop(turn, whereOf(address, request), limit.timeoutMs);
    try {
      const result = await this.#send(origin, turn, address, request, limit);
      if (result.kind === 'response') return await this.#open(result, address, request, limit);
      if (result.kind === 'identified') return await this.#describeStranger(result.response, address, limit);
      const where = whereOf(address, request);
      if (this.#closed) return describeStop('aborted', where, limit.timeoutMs);
      return describeRequestFailure(result, where, limit.timeoutMs, this.#maxBodyBytes);
    } finally {
      this.#slots.release(origin, turn);
    }
  }

  async #send(
    origin: string,
    turn: Turn,
    address: Address | MinerAddress,
    request: MinerRequest,
    limit: CallLimit,
  ): Promise<SendResult> {
    const pools = request.method === 'GET' ? this.#kept : this.#fresh;
    const options = { pool: pools[turn.pool] as ConnectionPool, origin, limit, maxBodyBytes: this.#maxBodyBytes };
    const readMac = (response: RawResponse) => this.#readMac(response, address, limit);
    if ('mac' in address) return sendToMiner(address.mac, request, readMac, options);
    if (request.path !== IDENTITY_REQUEST.path) return ask(request, options);
    const identified = await requestIdentity(readMac, options);
    return identified.kind === 'identified' ? identified.response : identified;
  }

  async #readMac(raw: RawResponse, address: Address, limit: CallLimit): Promise<string | null> {
    const info = await this.#readInfo(raw, address, limit);
    return info.ok ? info.value.mac : null;
  }

  async #readInfo(raw: RawResponse, address: Address, limit: CallLimit) {
    const response = await this.#open(raw, address, IDENTITY_REQUEST, limit);
    return response.ok ? readInfoResponse(response.value, whereOf(address, IDENTITY_REQUEST)) : response;
  }

  async #describeStranger(response: RawResponse, address: Address, limit: CallLimit): Promise<Outcome<never>> {
    const info = await this.#readInfo(response, address, limit);
    if (!info.ok) return info;
    const who = info.value.mac === null ? 'a miner that tells no MAC address' : `another miner (${info.value.mac})`;
    return failure(
      'identity_changed',
      `${formatAddress(address)} is answered by ${who} now, which was asked nothing more: the next scan looks for this one`,
      { retryable: true },
    );
  }

  async #open(
    raw: RawResponse,
    address: Address,
    request: MinerRequest,
    limit: CallLimit,
  ): Promise<Outcome<MinerResponse>> {
    const encoding = raw.headers['content-encoding'];
    let body = raw.body;
    if (encoding !== undefined) {
      const where = whereOf(address, request);
      const opened = await decompress(body, String(encoding), limit, this.#maxBodyBytes);
      if (typeof opened === 'string') return describeStop(opened, where, limit.timeoutMs);
      if (opened.kind === 'too_large') return describeTooLarge(where, this.#maxBodyBytes);
      if (opened.kind === 'unreadable') {
        return failure('bad_payload', `${where} answered in an encoding that cannot be read`, { retryable: false });
      }
      body = opened.body;
    }
    return success({
      status: raw.status,
      body: body.toString('utf8'),
      wwwAuthenticate: text(raw.headers['www-authenticate']),
    });
  }
}

/** The request and the address, for messages: `GET /api/v1/info at 10.0.0.5`. */
export function whereOf(address: Address, request: Pick<MinerRequest, 'method' | 'path'>): string {
  return `${request.method} ${request.path} at ${formatAddress(address)}`;
}

function describeRequestFailure(failed: RequestFailure, where: string, timeoutMs: number, maxBodyBytes: number) {
  switch (failed.kind) {
    case 'stopped':
      return describeStop(failed.cause, where, timeoutMs);
    case 'too_large':
      return describeTooLarge(where, maxBodyBytes);
    case 'redirected': {
      const target = text(failed.location);
      return failure(
        'redirected',
        `${where} was redirected${target === null ? '' : ` to ${target}`}, which is not followed: miners do not redirect, so check what has this address`,
        {
          retryable: false,
          httpStatus: failed.status,
          what: `a web server that redirects${target === null ? '' : ` to ${target}`}`,
        },
      );
    }
    case 'not_begun':
      return failure('reset', `${where} was not asked: it closes its connections before it can be`, {
        retryable: true,
      });
    case 'broken':
      return describeNetworkError(failed.error, where);
  }
}

function describeTooLarge(where: string, maxBodyBytes: number) {
  return failure(
    'too_large',
    `${where} answered with more than ${maxBodyBytes} bytes: no miner does, so check what has this address`,
    { retryable: false, what: 'something that sends more than any miner does' },
  );
}
