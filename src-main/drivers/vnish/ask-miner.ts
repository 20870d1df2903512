import { setTimeout } from 'node:timers/promises';
import type { CallLimit } from '../http/call-limit.ts';
import type { Connection, Lane } from '../http/connection-pool.ts';
import { isCut } from '../http/network-failure.ts';
import type { Breakdown, Question, RawAnswer } from '../http/send.ts';

/** Asks who is at the other end, without credentials. */
export const IDENTITY_QUESTION: Question = { method: 'GET', path: '/api/v1/info' };

/**
 * A host that closes its connection after every answer has told its MAC over another one than the question then goes over. Nobody takes
 * over an address within so short a time.
 */
const TOLD_JUST_NOW_MS = 1000;
/** Such a host need not say that it will: a write waits so long for the close, lest it meet it. */
const CLOSE_SHOWS_WITHIN_MS = 20;

export interface AskOptions {
  readonly lane: Lane;
  readonly origin: string;
  readonly limit: CallLimit;
  readonly maxBodyBytes: number;
}

/** Who answered the identity question, over which connection. `mac` is null where no MAC was told. */
export interface Told {
  readonly kind: 'told';
  readonly mac: string | null;
  readonly answer: RawAnswer;
  readonly connection: Connection | null;
  readonly at: number;
}

/** What came of asking a certain miner; `told`: it was not asked, because another answers there, or nobody who tells who he is. */
export type Asked = RawAnswer | Breakdown | Told;

/** Reads the MAC out of an answer to the identity question. */
export type ReadMac = (answer: RawAnswer) => Promise<string | null>;

/**
 * Asks over the connection that is kept. It may have died since the last time, which shows only when it is used: a read is then asked once
 * more over a new one.
 */
export async function ask(question: Question, options: AskOptions): Promise<RawAnswer | Breakdown> {
  const { lane, origin, limit, maxBodyBytes } = options;
  const send = () => lane.exchange(origin, question, { limit, maxBodyBytes, closeAfter: question.method !== 'GET' });
  const first = await send();
  return question.method === 'GET' && diedUnused(first) ? send() : first;
}

/** Asks who is at the other end, and notes it of the connection. */
export async function askIdentity(readMac: ReadMac, options: AskOptions): Promise<Told | Breakdown> {
  const answer = await ask(IDENTITY_QUESTION, options);
  if (answer.kind !== 'answer') return answer;
  const connection = options.lane.connectionTo(options.origin);
  const mac = await readMac(answer);
  if (connection !== null) connection.mac = mac;
  return { kind: 'told', mac, answer, connection, at: performance.now() };
}

/**
 * Asks one certain miner. Over a connection on which it has told its MAC the question goes at once; over any other it is asked for its MAC
 * first, and if that is another, or none, the question is not sent. A write begins with that on a connection of its own, and is never sent
 * twice.
 */
export async function askMiner(mac: string, question: Question, readMac: ReadMac, options: AskOptions): Promise<Asked> {
  const { lane, origin, limit, maxBodyBytes } = options;
  const isRead = question.method === 'GET';
  let known = isRead ? lane.connectionTo(origin) : null;
  let toldAt = Number.NEGATIVE_INFINITY;
  const toldJustNow = () => performance.now() - toldAt < TOLD_JUST_NOW_MS;
  for (let retries = 2; ; retries -= 1) {
    if (known?.mac !== mac && !toldJustNow()) {
      const told = await askIdentity(readMac, options);
      if (told.kind !== 'told' || told.mac !== mac) return told;
      known = told.connection;
      toldAt = told.at;
      if (!isRead) await setTimeout(CLOSE_SHOWS_WITHIN_MS);
    }
    const asked = known;
    const mayBegin = () => lane.connectionTo(origin) === asked || toldJustNow();
    const result = await lane.exchange(origin, question, { limit, maxBodyBytes, closeAfter: !isRead, mayBegin });
    const again = result.kind === 'not_begun' || (isRead && diedUnused(result));
    if (!again || retries === 0) return result;
    known = null;
  }
}

function diedUnused(result: RawAnswer | Breakdown): boolean {
  return result.kind === 'broken' && !result.answering && isCut(result.error);
}
