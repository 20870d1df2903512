import { type Address, formatAddress, type MinerAddress } from '../address.ts';
import { failure, type Outcome, success } from '../outcome.ts';
import { type Asked, ask, askIdentity, askMiner, IDENTITY_QUESTION } from '../vnish/ask-miner.ts';
import { readInfoAnswer } from '../vnish/not-a-miner.ts';
import { text } from '../vnish/payloads/fields.ts';
import { CallLimit, type CallOptions } from './call-limit.ts';
import { Lane } from './connection-pool.ts';
import { decompress } from './decompress.ts';
import { describeNetworkError, describeStop } from './network-failure.ts';
import { RequestSlots, type Turn } from './request-slots.ts';
import type { Breakdown, Question, RawAnswer } from './send.ts';

export type { Question } from './send.ts';

/** A whole answer of a miner, whatever its status but no redirect. */
export interface Answer {
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
  readonly #kept: readonly Lane[];
  /** For writes, each of which has a connection of its own. */
  readonly #fresh: readonly Lane[];
  #closed = false;

  constructor(options: { timeoutMs: number; maxBodyBytes: number; maxRequestsPerMiner: number }) {
    this.timeoutMs = options.timeoutMs;
    this.#maxBodyBytes = options.maxBodyBytes;
    this.#slots = new RequestSlots(options.maxRequestsPerMiner);
    const lanes = (keepAliveMs: number) =>
      Array.from(
        { length: options.maxRequestsPerMiner },
        () => new Lane({ connectTimeoutMs: options.timeoutMs, keepAliveMs }),
      );
    this.#kept = lanes(KEEP_ALIVE_MS);
    this.#fresh = lanes(KEEP_FRESH_MS);
  }

  /**
   * Asks whoever is at an address; where it is the address of a certain miner, nobody but that miner. The deadline is over waiting for a
   * turn, connecting, and the answer's last byte.
   */
  async ask(
    address: Address | MinerAddress,
    question: Question,
    call: CallOptions | undefined,
  ): Promise<Outcome<Answer>> {
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
    await Promise.all([...this.#kept, ...this.#fresh].map((lane) => lane.destroy()));
  }

  async #askInTurn(address: Address | MinerAddress, question: Question, limit: CallLimit): Promise<Outcome<Answer>> {
    const origin = `http://${address.host}:${address.port}`;
    const turn = await this.#slots.acquire(origin, limit);
    if (turn === 'full') {
      return failure('busy', `${whereOf(address, question)} was not asked: too many requests wait for this miner`, {
        retryable: true,
      });
    }
    if (typeof turn === 'string') return describeStop(turn, whereOf(address, question), limit.timeoutMs);
    try {
      const result = await this.#exchange(origin, turn, address, question, limit);
      if (result.kind === 'answer') return await this.#open(result, address, question, limit);
      if (result.kind === 'told') return await this.#describeStranger(result.answer, address, limit);
      const where = whereOf(address, question);
      if (this.#closed) return describeStop('aborted', where, limit.timeoutMs);
      return describeBreakdown(result, where, limit.timeoutMs, this.#maxBodyBytes);
    } finally {
      this.#slots.release(origin, turn);
    }
  }

  async #exchange(
    origin: string,
    turn: Turn,
    address: Address | MinerAddress,
    question: Question,
    limit: CallLimit,
  ): Promise<Asked> {
    const lanes = question.method === 'GET' ? this.#kept : this.#fresh;
    const options = { lane: lanes[turn.lane] as Lane, origin, limit, maxBodyBytes: this.#maxBodyBytes };
    const readMac = (answer: RawAnswer) => this.#readMac(answer, address, limit);
    if ('mac' in address) return askMiner(address.mac, question, readMac, options);
    if (question.path !== IDENTITY_QUESTION.path) return ask(question, options);
    const told = await askIdentity(readMac, options);
    return told.kind === 'told' ? told.answer : told;
  }

  async #readMac(raw: RawAnswer, address: Address, limit: CallLimit): Promise<string | null> {
    const info = await this.#readInfo(raw, address, limit);
    return info.ok ? info.value.mac : null;
  }

  async #readInfo(raw: RawAnswer, address: Address, limit: CallLimit) {
    const answer = await this.#open(raw, address, IDENTITY_QUESTION, limit);
    return answer.ok ? readInfoAnswer(answer.value, whereOf(address, IDENTITY_QUESTION)) : answer;
  }

  async #describeStranger(answer: RawAnswer, address: Address, limit: CallLimit): Promise<Outcome<never>> {
    const info = await this.#readInfo(answer, address, limit);
    if (!info.ok) return info;
    const who = info.value.mac === null ? 'a miner that tells no MAC address' : `another miner (${info.value.mac})`;
    return failure(
      'identity_changed',
      `${formatAddress(address)} is answered by ${who} now, which was asked nothing more: the next scan looks for this one`,
      { retryable: true },
    );
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
        {
          retryable: false,
          httpStatus: breakdown.status,
          what: `a web server that redirects${target === null ? '' : ` to ${target}`}`,
        },
      );
    }
    case 'not_begun':
      return failure('reset', `${where} was not asked: it closes its connections before it can be`, {
        retryable: true,
      });
    case 'broken':
      return describeNetworkError(breakdown.error, where);
  }
}

function describeTooLarge(where: string, maxBodyBytes: number) {
  return failure(
    'too_large',
    `${where} answered with more than ${maxBodyBytes} bytes: no miner does, so check what has this address`,
    { retryable: false, what: 'something that sends more than any miner does' },
  );
}
