import { type Address, formatAddress, type MinerAddress } from '../address.ts';
import type { CallOptions } from '../call-options.ts';
import { failure, type Outcome, success } from '../outcome.ts';
import { text } from '../parse-fields.ts';
import { CallCancellation } from './call-cancellation.ts';
import { ConnectionPool } from './connection-pool.ts';
import { decompress } from './decompress.ts';
import { describeRequestFailure, describeTooLarge, whereOf } from './describe-request-failure.ts';
import { type IdentityRequest, identify, type SendResult, sendToMiner, sendWithRetry } from './identified-send.ts';
import { describeStop } from './network-failure.ts';
import { RequestSlots, type Turn } from './request-slots.ts';
import type { HttpRequest, RawResponse } from './send.ts';
import { loadUndici } from './undici.ts';

export type { HttpRequest } from './send.ts';

/** A complete response of any status, except redirects. */
export interface HttpResponse {
  readonly status: number;
  readonly body: string;
  /** The body as bytes, for binary content. */
  readonly bytes: Buffer;
  readonly wwwAuthenticate: string | null;
}

/**
 * How a driver identifies the host at the other end of a connection. The request is sent without
 * credentials, before anything else is sent to a certain miner. `readMac` returns the MAC; null if
 * the miner reports none, and a failure if it is something other than a miner.
 */
export interface IdentityPolicy {
  readonly request: HttpRequest;
  readonly readMac: (response: HttpResponse, where: string) => Outcome<string | null>;
}

/** Result of a write. `begun` false: certainly no byte of it left this computer. */
export interface WriteResult {
  readonly begun: boolean;
  readonly outcome: Outcome<HttpResponse>;
}

export interface TransportOptions {
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly maxRequestsPerMiner: number;
  readonly identity: IdentityPolicy;
}

/** Longer than a status interval, so that a connection is reused by the next poll. */
const KEEP_ALIVE_MS = 30_000;
/** Long enough for the identity request before the write. */
const KEEP_FRESH_MS = 1000;
const HOST = /^[a-z0-9](?:[a-z0-9._-]{0,252})$/i;

/** A request that has its turn. */
interface Sending {
  readonly origin: string;
  readonly address: Address | MinerAddress;
  readonly request: HttpRequest;
  readonly limit: CallCancellation;
  readonly onBegun: (() => void) | undefined;
}

/** Sends HTTP requests, with limits against hostile hosts. Independent of any firmware. */
export class Transport {
  readonly timeoutMs: number;
  readonly #maxBodyBytes: number;
  readonly #slots: RequestSlots;
  /**
   * Pools of kept connections, each with one connection per miner. The second one is opened only
   * while the first is busy.
   */
  readonly #kept: readonly ConnectionPool[];
  /** For writes; each has its own connection. */
  readonly #fresh: readonly ConnectionPool[];
  readonly #identity: IdentityPolicy;
  #closed = false;

  constructor(options: TransportOptions) {
    this.#identity = options.identity;
    this.timeoutMs = options.timeoutMs;
    this.#maxBodyBytes = options.maxBodyBytes;
    this.#slots = new RequestSlots(options.maxRequestsPerMiner);
    const pools = (keepAliveMs: number) =>
      Array.from({ length: options.maxRequestsPerMiner }, () => new ConnectionPool({ keepAliveMs }));
    this.#kept = pools(KEEP_ALIVE_MS);
    this.#fresh = pools(KEEP_FRESH_MS);
  }

  /**
   * Sends to any host at an `Address`, and only to that miner at a `MinerAddress`. The deadline
   * covers waiting for a turn, connecting, and reading the response.
   */
  async send(
    address: Address | MinerAddress,
    request: HttpRequest,
    call: CallOptions | undefined,
    onBegun?: () => void,
  ): Promise<Outcome<HttpResponse>> {
    if (!HOST.test(address.host)) {
      return failure('unreachable', `"${text(address.host)}" is no host name and no IPv4 address`, {
        retryable: false,
      });
    }
    await loadUndici();
    if (this.#closed) return describeStop('aborted', whereOf(address, request), this.timeoutMs);
    const limit = new CallCancellation(this.timeoutMs, call);
    try {
      return await this.#sendInTurn(address, request, limit, onBegun);
    } finally {
      limit.release();
    }
  }

  /**
   * Sends to one certain miner, at most once. `begun`: whether any of it was sent. From then on an
   * abort no longer stops it: a control board could carry out half of a request whose connection is
   * cut.
   */
  async sendOnce(
    miner: MinerAddress,
    request: HttpRequest & { readonly method: 'POST' },
    call: CallOptions | undefined,
  ): Promise<WriteResult> {
    let begun = false;
    const unbegun = new AbortController();
    const stop = (): void => {
      if (!begun) unbegun.abort();
    };
    if (call?.signal?.aborted === true) stop();
    else call?.signal?.addEventListener('abort', stop, { once: true });
    try {
      const outcome = await this.send(miner, request, { ...call, signal: unbegun.signal }, () => {
        begun = true;
      });
      return { begun, outcome };
    } finally {
      call?.signal?.removeEventListener('abort', stop);
    }
  }

  /** Number of kept connections. */
  get keptConnections(): number {
    return [...this.#kept, ...this.#fresh].reduce((sum, pool) => sum + pool.size, 0);
  }

  /** Aborts pending requests; nothing is sent afterwards. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#kept, ...this.#fresh].map((pool) => pool.destroy()));
  }

  async #sendInTurn(
    address: Address | MinerAddress,
    request: HttpRequest,
    limit: CallCancellation,
    onBegun: (() => void) | undefined,
  ): Promise<Outcome<HttpResponse>> {
    const origin = `http://${address.host}:${address.port}`;
    const turn = await this.#slots.acquire(origin, limit);
    if (turn === 'full') {
      return failure('busy', `${whereOf(address, request)} was not sent: too many requests wait for this miner`, {
        retryable: true,
      });
    }
    if (typeof turn === 'string') return describeStop(turn, whereOf(address, request), limit.timeoutMs);
    try {
      const result = await this.#send(turn, { origin, address, request, limit, onBegun });
      if (result.kind === 'response') return await this.#open(result, address, request, limit);
      if (result.kind === 'identified') return await this.#describeOther(result.response, address, limit);
      const where = whereOf(address, request);
      if (this.#closed) return describeStop('aborted', where, limit.timeoutMs);
      return describeRequestFailure(result, where, limit.timeoutMs, this.#maxBodyBytes, request.body === undefined);
    } finally {
      this.#slots.release(origin, turn);
    }
  }

  async #send(turn: Turn, { origin, address, request, limit, onBegun }: Sending): Promise<SendResult> {
    const pools = request.method === 'GET' ? this.#kept : this.#fresh;
    const pool = pools[turn.pool] as ConnectionPool;
    const route = { pool, origin, limit, maxBodyBytes: this.#maxBodyBytes, onBegun };
    const identity: IdentityRequest = {
      request: this.#identity.request,
      readMac: async (response) => {
        const mac = await this.#readMac(response, address, limit);
        return mac.ok ? mac.value : null;
      },
    };
    const asksWho = request.method === identity.request.method && request.path === identity.request.path;
    if ('mac' in address) {
      const { mac } = address;
      if (!asksWho || pool.connectionTo(origin)?.mac === mac) return sendToMiner(mac, request, identity, route);
      // On a new connection this request is itself the identity request.
      const identified = await identify(identity, route);
      return identified.kind === 'identified' && identified.mac === mac ? identified.response : identified;
    }
    if (!asksWho) return sendWithRetry(request, route);
    const identified = await identify(identity, route);
    return identified.kind === 'identified' ? identified.response : identified;
  }

  async #readMac(raw: RawResponse, address: Address, limit: CallCancellation): Promise<Outcome<string | null>> {
    const { request, readMac } = this.#identity;
    const response = await this.#open(raw, address, request, limit);
    return response.ok ? readMac(response.value, whereOf(address, request)) : response;
  }

  async #describeOther(response: RawResponse, address: Address, limit: CallCancellation): Promise<Outcome<never>> {
    const mac = await this.#readMac(response, address, limit);
    if (!mac.ok) return mac;
    const who = mac.value === null ? 'a miner that gives no valid MAC address' : `another miner (${mac.value})`;
    return failure(
      'identity_changed',
      `${formatAddress(address)} is answered by ${who} now, to which nothing more was sent: the next scan looks for this one`,
      { retryable: true },
    );
  }

  async #open(
    raw: RawResponse,
    address: Address,
    request: HttpRequest,
    limit: CallCancellation,
  ): Promise<Outcome<HttpResponse>> {
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
      bytes: body,
      wwwAuthenticate: text(raw.headers['www-authenticate']),
    });
  }
}
