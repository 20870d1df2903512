import { Agent } from 'undici';
import { type Address, formatAddress } from './address.ts';
import { CallLimit, type CallOptions } from './call-limit.ts';
import { decompress } from './decompress.ts';
import { type Breakdown, exchange, type Question, type RawAnswer } from './exchange.ts';
import { describeNetworkError, describeStop, isCut } from './network-failure.ts';
import { failure, type Outcome, success } from './outcome.ts';
import { text } from './payloads/fields.ts';
import { RequestSlots, type Turn } from './request-slots.ts';

export type { Question } from './exchange.ts';

/** A whole answer of a miner, whatever its status but no redirect. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly wwwAuthenticate: string | null;
}

/** Longer than a status interval, so that a connection serves from one poll to the next. */
const KEEP_ALIVE_MS = 30_000;
const HOST = /^[a-z0-9](?:[a-z0-9._-]{0,252})$/i;

/** Carries questions to miners over HTTP and answers back, within the limits that keep a hostile host from doing harm. */
export class Transport {
  readonly timeoutMs: number;
  readonly #maxBodyBytes: number;
  readonly #slots: RequestSlots;
  /** One kept connection per miner and lane: a second one is opened only while the first is busy. */
  readonly #kept: readonly Agent[];
  /** A new connection for every request: for writes, and for a read whose kept connection turned out to be dead. */
  readonly #fresh: Agent;
  #closed = false;

  constructor(options: { timeoutMs: number; maxBodyBytes: number; maxRequestsPerMiner: number }) {
    this.timeoutMs = options.timeoutMs;
    this.#maxBodyBytes = options.maxBodyBytes;
    this.#slots = new RequestSlots(options.maxRequestsPerMiner);
    const shared = {
      pipelining: 1,
      connections: 1,
      connectTimeout: options.timeoutMs,
      // The call's own limit is over the whole of it.
      headersTimeout: 0,
      bodyTimeout: 0,
      allowH2: false,
    };
    const kept = { ...shared, keepAliveTimeout: KEEP_ALIVE_MS, keepAliveMaxTimeout: 2 * KEEP_ALIVE_MS };
    this.#kept = Array.from({ length: options.maxRequestsPerMiner }, () => new Agent(kept));
    this.#fresh = new Agent({ ...shared, connections: options.maxRequestsPerMiner });
  }

  /** Asks one miner. The deadline is over waiting for a turn, connecting, and the answer's last byte. */
  async ask(address: Address, question: Question, call: CallOptions | undefined): Promise<Outcome<Answer>> {
    if (!HOST.test(address.host)) {
      return failure('unreachable', `"${text(address.host)}" is no host name and no IPv4 address`, {
        retryable: false,
      });
    }
    if (this.#closed) return describeStop('aborted', whereOf(address, question), this.timeoutMs);
    const limit = new CallLimit(this.timeoutMs, call);
    try {
      return await this.#askInTurn(address, question, limit);
    } finally {
      limit.release();
    }
  }

  /** Cuts what is under way; nothing is sent from here on. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#kept, this.#fresh].map((agent) => agent.destroy()));
  }

  async #askInTurn(address: Address, question: Question, limit: CallLimit): Promise<Outcome<Answer>> {
    const origin = `http://${address.host}:${address.port}`;
    const turn = await this.#slots.acquire(origin, limit);
    if (turn === 'full') {
      return failure('busy', `${whereOf(address, question)} was not asked: too many requests wait for this miner`, {
        retryable: true,
      });
    }
    if (typeof turn === 'string') return describeStop(turn, whereOf(address, question), limit.timeoutMs);
    try {
      const raw = await this.#exchange(origin, turn, question, limit);
      if (raw.kind === 'answer') return await this.#open(raw, address, question, limit);
      const where = whereOf(address, question);
      if (this.#closed) return describeStop('aborted', where, limit.timeoutMs);
      return describeBreakdown(raw, where, limit.timeoutMs, this.#maxBodyBytes);
    } finally {
      this.#slots.release(origin, turn);
    }
  }

  /**
   * A kept connection may have died since the last poll, which shows only when it is used: a read is then asked once more over a new
   * one. A write never is: it goes over a new connection at once.
   */
  async #exchange(origin: string, turn: Turn, question: Question, limit: CallLimit): Promise<RawAnswer | Breakdown> {
    const maxBodyBytes = this.#maxBodyBytes;
    const fresh = { limit, maxBodyBytes, closeAfter: true };
    const kept = this.#kept[turn.lane];
    if (kept === undefined || question.method !== 'GET') return exchange(this.#fresh, origin, question, fresh);
    const first = await exchange(kept, origin, question, { limit, maxBodyBytes, closeAfter: false });
    const diedUnused = first.kind === 'broken' && !first.answering && isCut(first.error);
    return diedUnused && !this.#closed ? exchange(this.#fresh, origin, question, fresh) : first;
  }

  async #open(raw: RawAnswer, address: Address, question: Question, limit: CallLimit): Promise<Outcome<Answer>> {
    const encoding = raw.headers['content-encoding'];
    let body = raw.body;
    if (encoding !== undefined) {
      const where = whereOf(address, question);
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
export function whereOf(address: Address, question: Pick<Question, 'method' | 'path'>): string {
  return `${question.method} ${question.path} at ${formatAddress(address)}`;
}

function describeBreakdown(breakdown: Breakdown, where: string, timeoutMs: number, maxBodyBytes: number) {
  switch (breakdown.kind) {
    case 'stopped':
      return describeStop(breakdown.cause, where, timeoutMs);
    case 'too_large':
      return describeTooLarge(where, maxBodyBytes);
    case 'redirected': {
      const target = text(breakdown.location);
      return failure(
        'redirected',
        `${where} was redirected${target === null ? '' : ` to ${target}`}, which is not followed: miners do not redirect, so check what has this address`,
        { retryable: false, httpStatus: breakdown.status },
      );
    }
    case 'broken':
      return describeNetworkError(breakdown.error, where);
  }
}

function describeTooLarge(where: string, maxBodyBytes: number) {
  return failure(
    'too_large',
    `${where} answered with more than ${maxBodyBytes} bytes: no miner does, so check what has this address`,
    { retryable: false },
  );
}
