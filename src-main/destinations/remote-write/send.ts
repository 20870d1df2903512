import type { IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { Agent, request } from 'undici';
import { bodyBeginning } from '../../runtime/body-beginning.ts';
import type { Clock } from '../../runtime/clock.ts';
import { redact } from '../../runtime/log/redact.ts';
import { retryAfterMs } from '../../runtime/retry-after.ts';
import { refuseBearer } from '../check-login.ts';
import { networkWords, shortLine } from '../network-words.ts';
import type { OpenDestination, SendFailure } from '../outgoing-task.ts';

/** Result of a request. `refused`: a retry would be refused again. */
type WriteResult =
  /** `serverAt`: the time on the server's clock; null where it does not say. */
  | { readonly kind: 'taken'; readonly serverAt: number | null }
  | { readonly kind: 'refused'; readonly message: string; readonly isTooLarge: boolean }
  | ({ readonly kind: 'failed' } & SendFailure);

const TIMEOUT_MS = 30_000;
/** For a request and its response together: a server may send a byte at a time, within the other. */
const MOST_MS = 120_000;
/** More than is shown, so that a secret in it is complete and can be redacted. */
const MOST_READ_BYTES = 16 * 1024;
/**
 * How long a connection is kept after a request. If it closes within that time, the server may have
 * been killed, and have lost what it accepted in its last seconds: VictoriaMetrics flushes to disk
 * every five seconds.
 */
const KEEP_ALIVE_MS = 10_000;
/**
 * A server that accepts connections again may have been restarted within milliseconds. This many
 * closed connections within this time are taken for restarts. If there are more, the server, or a
 * proxy before it, closes connections by habit, and nothing was lost.
 */
const MOST_RESTARTS = 3;
const RESTARTS_WITHIN_MS = 600_000;
/** Connect timeout of the check whether a server is still running. */
const STILL_THERE_WITHIN_MS = 2000;
/**
 * undici's code for connections that it closes itself: idle ones, and those with `Connection:
 * close`.
 */
const OWN_END = 'UND_ERR_INFO';

/**
 * Statuses that concern the destination and not the batch. They are retried, so that no history is
 * lost before an operator has solved the problem.
 */
const NOT_THE_BATCH: Readonly<Record<number, string>> = {
  401: 'it refuses the user or the secret',
  403: 'the user or token may not write there',
  404: 'nothing takes remote write at this URL',
  405: 'nothing takes remote write at this URL',
  407: 'a proxy requires a login',
  408: 'the request did not arrive in time',
  425: 'it takes no early requests',
};

/**
 * Sends requests to the server. Certificates are verified; redirects are refused, and no proxy is
 * used.
 */
export class RemoteWriteClient {
  readonly #agent = new Agent({
    connect: { timeout: 10_000 },
    connections: 4,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
  });
  /** By origin: how often its server was killed, judged by closed connections. */
  readonly #cuts = new Map<string, number>();
  /** By origin: when connections were closed by a server that was still there, newest last. */
  readonly #restarts = new Map<string, number[]>();
  /** By destination: its last origin, and how many of these kills it has seen. */
  readonly #known = new Map<string, { readonly origin: string; readonly cuts: number }>();
  readonly #checks = new Set<Promise<void>>();
  readonly #clock: Clock;
  readonly #mostMs: number;

  constructor(clock: Clock, mostMs = MOST_MS) {
    this.#clock = clock;
    this.#mostMs = mostMs;
    this.#agent.on('disconnect', (origin, _targets, error) => {
      if (error.code === OWN_END) return;
      const check = this.#check(origin).finally(() => this.#checks.delete(check));
      this.#checks.add(check);
    });
  }

  /** Whether the server was killed since the last call for this destination at this URL. */
  async wasCut({ id, url }: OpenDestination): Promise<boolean> {
    await Promise.all(this.#checks);
    const { origin } = new URL(url);
    const cuts = this.#cuts.get(origin) ?? 0;
    const known = this.#known.get(id);
    this.#known.set(id, { origin, cuts });
    // Kills before the first call lost nothing of this destination.
    return known !== undefined && known.origin === origin && cuts > known.cuts;
  }

  /** Counts a kill, unless the server closes idle connections and is still there. */
  async #check({ origin }: URL): Promise<void> {
    if ((await takesConnection(origin)) && !this.#mayBeRestarted(origin)) return;
    this.#cuts.set(origin, (this.#cuts.get(origin) ?? 0) + 1);
  }

  #mayBeRestarted(origin: string): boolean {
    const ms = this.#clock.monotonicMs();
    const recent = (this.#restarts.get(origin) ?? []).filter((at) => ms - at < RESTARTS_WITHIN_MS);
    const may = recent.length < MOST_RESTARTS;
    this.#restarts.set(origin, may ? [...recent, ms] : recent);
    return may;
  }

  async send(destination: OpenDestination, body: Uint8Array, signal?: AbortSignal): Promise<WriteResult> {
    const limit = AbortSignal.timeout(this.#mostMs);
    const wrong = refuseBearer(destination);
    if (wrong !== null) return { kind: 'failed', message: wrong, retryAfterMs: null, isCut: false };
    try {
      const response = await request(destination.url, {
        dispatcher: this.#agent,
        method: 'POST',
        body,
        headersTimeout: TIMEOUT_MS,
        bodyTimeout: TIMEOUT_MS,
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
        headers: {
          'content-type': 'application/x-protobuf',
          'content-encoding': 'snappy',
          'user-agent': 'PowerHive',
          'x-prometheus-remote-write-version': '0.1.0',
          ...authorization(destination),
        },
      });
      const text = shortLine(
        redact(await bodyBeginning(response.body, MOST_READ_BYTES), destination.secret, destination.user),
      );
      return resultOf(response.statusCode, response.headers, text, this.#clock.nowMs());
    } catch (error) {
      const message = redact(networkWords(error), destination.secret, destination.user);
      return { kind: 'failed', message, retryAfterMs: null, isCut: true };
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}

function authorization({ user, secret }: OpenDestination): Record<string, string> {
  if (user !== null) {
    return { authorization: `Basic ${Buffer.from(`${user}:${secret ?? ''}`).toString('base64')}` };
  }
  return secret === null ? {} : { authorization: `Bearer ${secret}` };
}

function resultOf(
  status: number,
  { date, 'retry-after': retryAfter }: IncomingHttpHeaders,
  text: string,
  nowMs: number,
): WriteResult {
  if (status >= 200 && status < 300) {
    const serverAt = Date.parse(String(date));
    return { kind: 'taken', serverAt: Number.isNaN(serverAt) ? null : serverAt };
  }
  const detail = text === '' ? '' : `: ${text}`;
  const failed = (message: string): WriteResult => ({
    kind: 'failed',
    message,
    retryAfterMs: retryAfterMs(retryAfter, nowMs),
    isCut: false,
  });
  if (status >= 300 && status < 400)
    return failed(`HTTP ${status}: it redirects, which is refused. Enter the final URL.`);
  const reason = NOT_THE_BATCH[status];
  if (reason !== undefined) return failed(`HTTP ${status}: ${reason}${detail}`);
  if (status === 429) return failed(`HTTP 429: it takes no more for now${detail}`);
  if (status >= 400 && status < 500) {
    return { kind: 'refused', message: `HTTP ${status}${detail}`, isTooLarge: status === 413 };
  }
  return failed(`HTTP ${status}${detail}`);
}

async function takesConnection(origin: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(origin);
  const socket = connect({
    // In a URL an IPv6 address is in brackets.
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || (protocol === 'https:' ? 443 : 80)),
    timeout: STILL_THERE_WITHIN_MS,
  });
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.once('connect', () => resolve(true));
  socket.once('timeout', () => resolve(false));
  socket.once('error', () => resolve(false));
  const takes = await promise;
  socket.destroy();
  return takes;
}
