import { errorCode, type NetworkFailureKind, networkFailureKind } from '../../runtime/network-failure-kind.ts';
import { type FirmwareErrorCode, failure, type Outcome } from '../outcome.ts';
import type { StopCause } from './call-cancellation.ts';

interface Cause {
  readonly code: FirmwareErrorCode;
  /** The text for the operator; `at` is the address of the request. */
  readonly says: (at: string) => string;
}

const REFUSED: Cause = {
  code: 'refused',
  says: (at) => `Connection refused at ${at} (rebooting, or wrong port?)`,
};
const SILENT: Cause = { code: 'timeout', says: () => 'No answer in time (busy, rebooting or off?)' };
const UNREACHABLE: Cause = { code: 'unreachable', says: () => 'Unreachable. Check cable and power.' };
const UNKNOWN_NAME: Cause = {
  code: 'unreachable',
  says: (at) => `Host ${at} not found. Check the name, or use the address.`,
};
const NO_ROUTE: Cause = {
  code: 'no_route',
  says: () => 'No network route from this computer',
};
const NO_SOCKETS: Cause = {
  code: 'no_sockets',
  says: () => 'No sockets left on this computer. Allow more open files.',
};
const CUT: Cause = { code: 'reset', says: () => 'Connection closed (rebooting?)' };
const BROKEN_OFF: Cause = { code: 'reset', says: () => 'The answer broke off (rebooting?)' };
const HEADERS: Cause = { code: 'too_large', says: () => 'The answer has more headers than any miner sends' };

const NOT_TRIED = 'POWERHIVE_NOT_TRIED';

/**
 * This computer could not even try to connect. The code alone, such as EHOSTUNREACH, would not show
 * that.
 */
export class NotTriedError extends Error {
  readonly code = NOT_TRIED;
  /** The system's code. */
  readonly reason: string;

  constructor(reason: string) {
    super(`not tried: ${reason}`);
    this.reason = reason;
  }
}

/**
 * By kind, without certificates, because miners have no TLS. `no_route` is the report of a router
 * here: what this computer could not try is a `NotTriedError`.
 */
const CAUSES: Readonly<Partial<Record<NetworkFailureKind, Cause>>> = {
  refused: REFUSED,
  timeout: SILENT,
  unreachable: UNREACHABLE,
  unknown_name: UNKNOWN_NAME,
  lookup_failed: UNKNOWN_NAME,
  no_route: UNREACHABLE,
  no_sockets: NO_SOCKETS,
  cut: CUT,
};

/** By codes of undici that are no `NetworkFailureKind`. */
const OWN_CAUSES: Readonly<Record<string, Cause>> = {
  UND_ERR_HEADERS_OVERFLOW: HEADERS,
};

/** Name of undici's error, so that undici need not be loaded for it. */
const PARSER_ERROR = 'HTTPParserError';

const NOT_HTTP: Cause = {
  code: 'bad_payload',
  says: (at) => `The answer is not HTTP: something other than a miner may be at ${at}`,
};

/**
 * The failure for an error of the network or of HTTP. `where`: request and address, as `whereOf`
 * returns them.
 */
export function describeNetworkError(
  error: Error,
  where: string,
  answering = false,
): Extract<Outcome<never>, { ok: false }> {
  const code = errorCode(error);
  const at = where.slice(where.lastIndexOf(' ') + 1);
  const known = notTried(error) ?? causeOf(code) ?? (error.name === PARSER_ERROR ? NOT_HTTP : null);
  const cause = known === CUT && answering ? BROKEN_OFF : known;
  if (cause === NOT_HTTP) {
    const what = describeBytes((error as { data?: unknown }).data);
    return failure(cause.code, cause.says(at), { retryable: false, what, request: where });
  }
  if (cause === null) {
    const what = code === '' ? error.name : code;
    return failure('http_error', `Request to ${at} failed: ${what}`, { retryable: true, request: where });
  }
  return failure(cause.code, cause.says(at), {
    retryable: cause !== HEADERS,
    request: where,
    ...(cause === BROKEN_OFF && { what: 'breaks its answers off' }),
    ...(cause === NO_SOCKETS && { systemCode: error instanceof NotTriedError ? error.reason : code }),
  });
}

/**
 * Whether the code of a failed connection means that this computer had no socket, local port or
 * memory left. On Linux EADDRNOTAVAIL means that too (connect(2)); elsewhere it may also mean that
 * this computer has no address.
 */
export function isOutOfSockets(code: string, platform: NodeJS.Platform = process.platform): boolean {
  return networkFailureKind(code) === 'no_sockets' || (code === 'EADDRNOTAVAIL' && platform === 'linux');
}

/** Whether the connection was closed during a request. */
export function isCut(error: Error): boolean {
  return networkFailureKind(errorCode(error)) === 'cut';
}

/**
 * The failure for a call that was stopped before its response was complete. `answering`: it had
 * begun. A path that loses large packets lets the begin through and not the rest.
 */
export function describeStop(
  cause: StopCause,
  where: string,
  timeoutMs: number,
  answering = false,
): Extract<Outcome<never>, { ok: false }> {
  if (cause === 'aborted') return failure('aborted', 'Request cancelled', { retryable: false, request: where });
  if (cause === 'timeout' && answering) {
    return failure('timeout', `The answer did not end within ${timeoutMs / 1000} s (are packets lost on the way?)`, {
      retryable: true,
      request: where,
      what: 'begins to answer, and does not end',
    });
  }
  return cause === 'starved'
    ? failure('starved', 'This computer is too busy: it could not wait for the answer', {
        retryable: true,
        request: where,
      })
    : failure('timeout', `No answer within ${timeoutMs / 1000} s (busy, rebooting or off?)`, {
        retryable: true,
        request: where,
      });
}

/**
 * Describes a server that does not speak HTTP, by its first bytes: an SSH banner or a TLS alert.
 */
function describeBytes(data: unknown): string {
  const start = typeof data === 'string' ? data : '';
  if (start.startsWith('SSH-')) return 'an SSH server';
  return start.startsWith('\u0015\u0003') ? 'a server that speaks TLS (HTTPS) only' : 'something that speaks no HTTP';
}

function notTried(error: Error): Cause | null {
  if (!(error instanceof NotTriedError)) return null;
  return isOutOfSockets(error.reason) ? NO_SOCKETS : NO_ROUTE;
}

function causeOf(code: string): Cause | null {
  const kind = networkFailureKind(code);
  return OWN_CAUSES[code] ?? (kind === null ? null : (CAUSES[kind] ?? null));
}
