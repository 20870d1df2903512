import { Readable } from 'node:stream';
import { bodyBeginning } from '../../runtime/body-beginning.ts';
import { oneLine, redact } from '../../runtime/log/redact.ts';
import { errorCode, networkFailureKind } from '../../runtime/network-failure-kind.ts';
import { retryAfterMs } from '../../runtime/retry-after.ts';
import { connectionWords, STOPPED_WORDS } from './connection-words.ts';
import { type DeliveryResult, failed, type SendContext } from './sender.ts';

/** The response of a receiver. */
export interface Reply {
  readonly status: number;
  readonly text: string;
}

export interface HttpMessage {
  readonly method?: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const MOST_REPLY_BYTES = 64 * 1024;
/** Statuses for a fault of this message, and not of the channel. */
const REJECTED: ReadonlySet<number> = new Set([400, 413, 414, 415, 422]);

/** The part of an address that may be in an error: its path may be a secret. */
function hostOf(url: string): string {
  return new URL(url).host;
}

/**
 * Sends one request over its own connection, without following redirects. `read` turns a 2xx
 * response into a result; `explain` finds the receiver's own reason in any other.
 */
export async function sendHttp(
  message: HttpMessage,
  {
    signal,
    timeoutMs,
    clock,
    beforeTransmit,
    secret,
  }: Pick<SendContext, 'signal' | 'timeoutMs' | 'clock' | 'beforeTransmit' | 'secret'>,
  read: (reply: Reply) => DeliveryResult = () => ({ ok: true, ref: null }),
  explain: (reply: Reply) => string | null = () => null,
): Promise<DeliveryResult> {
  const { method = 'POST', url, headers = {}, body } = message;
  const host = hostOf(url);
  // Loaded with the first message, because many farms send none this way.
  const { Agent, request } = await import('undici');
  const dispatcher = new Agent({ connect: { timeout: timeoutMs }, pipelining: 0 });
  let isConnected = false;
  dispatcher.on('connect', () => {
    isConnected = true;
  });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  // The body is read only after the connection is made: before that, nothing can have arrived.
  const parts = async function* (): AsyncGenerator<string> {
    await beforeTransmit();
    yield body ?? '';
  };
  try {
    const response = await request(url, {
      method,
      headers: {
        'user-agent': 'PowerHive',
        ...headers,
        ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
      },
      body: body === undefined ? null : Readable.from(parts(), { objectMode: false }),
      dispatcher,
      signal: limit,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const status = response.statusCode;
    // The status decides, also if its body never comes: a message that was accepted is not sent again.
    const text = await bodyBeginning(response.body, MOST_REPLY_BYTES).catch(() => '');
    if (status >= 200 && status < 300) return read({ status, text });
    const own = explain({ status, text });
    return failed(redacted(statusWords(host, status, own), secret), {
      rejected: REJECTED.has(status),
      throttled: status === 429,
      retryAfterMs:
        status === 429 || status === 503 ? retryAfterMs(response.headers['retry-after'], clock.nowMs()) : null,
    });
  } catch (error) {
    return failed(
      redacted(signal.aborted ? STOPPED_WORDS : failureWords(host, error, { isConnected, timeoutMs }), secret),
    );
  } finally {
    await dispatcher.destroy().catch(() => undefined);
  }
}

/** Parts of a secret that are shorter are no secret, such as `services` in an address. */
const LEAST_PART = 10;

/** Without the secret, and without its parts: an address with a token in its path, `bot:token`. */
function redacted(text: string, secret: string | null): string {
  const parts = secret === null ? [] : ownParts(secret).filter(({ length }) => length >= LEAST_PART);
  return parts.reduce((left, part) => redact(left, part), redact(text, secret));
}

/** The host of an address is no secret, and is in the error. */
function ownParts(secret: string): string[] {
  const { pathname, search } = URL.canParse(secret) ? new URL(secret) : { pathname: secret, search: '' };
  return `${pathname}${search}`.split(/[/?&=:]/);
}

function statusWords(host: string, status: number, own: string | null): string {
  const why = own === null ? '' : `: ${own}`;
  if (status >= 300 && status < 400)
    return `${host} redirects to another address (${status}). Redirects are not followed: enter the final address.`;
  if (status === 401 || status === 403) return `${host} refused the credentials (${status})${why}`;
  if (status === 404 || status === 410) return `${host} does not know this address (${status})${why}`;
  if (status === 429) return `${host} takes no more messages for now (429)`;
  return `${host} answered ${status}${why}`;
}

function failureWords(
  host: string,
  error: unknown,
  { isConnected, timeoutMs }: { readonly isConnected: boolean; readonly timeoutMs: number },
): string {
  const code = errorCode(error);
  const kind = networkFailureKind(code);
  if (kind === 'timeout') {
    const seconds = Math.max(1, Math.round(timeoutMs / 1000));
    return isConnected ? `No answer from ${host} within ${seconds} s` : `No connection to ${host} within ${seconds} s`;
  }
  if (kind !== null) return connectionWords(kind, host);
  return `${host}: ${code === '' ? oneLine((error as Error).message) : code}`;
}
