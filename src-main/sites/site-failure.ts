import { ORPCError } from '@orpc/client';
import type { RemoteSiteState } from '../../src-shared/model/index.ts';
import { messageOf } from '../runtime/message-of.ts';
import { errorCode, type NetworkFailureKind, networkFailureKind } from '../runtime/network-failure-kind.ts';
import { TooLarge } from './bounded-body.ts';

/** Why a request to a site failed, and in `error` what to do about it. */
export interface SiteFailure extends Pick<RemoteSiteState, 'error'> {
  readonly phase: Extract<RemoteSiteState['phase'], 'lost' | 'refused' | 'strange'>;
  /** Whether the site may have received the request and carried it out. */
  readonly mayBeDone: boolean;
}

/** Code of a response that this version cannot parse. */
export const NOT_UNDERSTOOD = 'NOT_UNDERSTOOD';
/**
 * Code of a refusal that is not PowerHive's: a proxy in front of it sent it, or another program.
 */
export const OF_ANOTHER = 'OF_ANOTHER';

const BY_KIND: Readonly<Record<NetworkFailureKind, string>> = {
  refused: 'Nothing listens there: check that PowerHive runs at the site, and the tunnel.',
  timeout: 'It does not respond in time.',
  cut: 'The connection was cut off: check the tunnel.',
  unreachable: 'There is no way to it.',
  no_route: 'There is no way to it.',
  unknown_name: 'There is no computer of this name.',
  lookup_failed: "The host name can't be resolved now.",
  no_sockets: 'No sockets left on this computer: allow more open files.',
  no_tls: 'It does not speak TLS there: check the port, and whether the address begins with https.',
  certificate_expired: 'Its certificate has expired: renew it at the site.',
  certificate_not_yet_valid: 'Its certificate is not valid yet: check the clocks of both computers.',
  certificate_self_signed: 'Its certificate is self-signed: use one that this computer trusts.',
  certificate_other_name: 'Its certificate is for another name.',
  certificate_unverified: 'Its certificate cannot be verified.',
};

/**
 * With any other kind no connection was made, or not to the right computer: no request was sent.
 */
const MAY_BE_DONE: ReadonlySet<NetworkFailureKind> = new Set(['timeout', 'cut']);

const CHECK_FIRST = 'Check whether it went through before you retry.';

/**
 * What an error means for the state of the site, and whether the request may have been carried out.
 */
export function siteFailure(error: unknown): SiteFailure {
  if (error instanceof ORPCError) {
    // A refusal changed nothing. After an unreadable response or a proxy's 502 or 504, it may have.
    const mayBeDone = error.status >= 500 && error.status !== 503;
    return { ...(error.code === OF_ANOTHER ? ofAnother(error.status) : ofSite(error)), mayBeDone };
  }
  const cause = error instanceof Error ? error.cause : undefined;
  const isUnreadable = [error, cause].some((one) => one instanceof SyntaxError || one instanceof TooLarge);
  if (isUnreadable) return { ...strange, mayBeDone: true };
  if (isCause(cause, 'unexpected redirect')) return { ...redirects, mayBeDone: false };
  // `fetch` blocks the ports of other protocols, as browsers do.
  if (isCause(cause, 'bad port'))
    return { phase: 'lost', error: 'No request goes to this port: choose another for the tunnel.', mayBeDone: false };
  const code = errorCode(error);
  const kind = networkFailureKind(code);
  if (kind !== null) return { phase: 'lost', error: BY_KIND[kind], mayBeDone: MAY_BE_DONE.has(kind) };
  // Only the code: the message of an unknown error may quote the request, with its token.
  return {
    phase: 'lost',
    error: code === '' ? 'It cannot be reached.' : `It cannot be reached (${code}).`,
    mayBeDone: true,
  };
}

type Said = Omit<SiteFailure, 'mayBeDone'>;

const strange: Said = {
  phase: 'strange',
  error: 'What responds there is no PowerHive, or one of another version.',
};
const redirects: Said = {
  phase: 'strange',
  error: 'It redirects to another address, and the token goes to none but this one: enter the https address.',
};

/**
 * A refusal (4xx, except 401) of the site is passed on as it is. Anything else becomes BAD_GATEWAY
 * with the name of the site, and, for a change that may have been carried out, the advice to check.
 */
export function passedOn(error: unknown, name: string, { isRead }: { readonly isRead: boolean }): unknown {
  const isRefusal =
    error instanceof ORPCError &&
    error.code !== OF_ANOTHER &&
    error.status >= 400 &&
    error.status < 500 &&
    error.status !== 401;
  if (isRefusal) return error;
  const failure = siteFailure(error);
  const check = !isRead && failure.mayBeDone ? ` ${CHECK_FIRST}` : '';
  return new ORPCError('BAD_GATEWAY', { status: 502, message: `${name}: ${failure.error}${check}` });
}

/**
 * The sites thread of this computer failed, not the site. It may have sent the request before it
 * ended.
 */
export function notAsked(
  error: unknown,
  name: string,
  { isRead }: { readonly isRead: boolean },
): ORPCError<string, unknown> {
  const check = isRead ? '' : ` ${CHECK_FIRST}`;
  return new ORPCError('BAD_GATEWAY', {
    status: 502,
    message: `${name} could not be asked. ${messageOf(error)}${check}`,
  });
}

/** An error response of the site itself. */
function ofSite({ code, status, message }: ORPCError<string, unknown>): Said {
  if (code === NOT_UNDERSTOOD) return { phase: 'strange', error: message };
  switch (status) {
    case 401:
      return {
        phase: 'refused',
        error: 'It does not accept the token: make a new one at the site, or check that the tunnel leads there.',
      };
    case 403:
      return { phase: 'refused', error: message };
    case 404:
      return { phase: 'strange', error: 'It is older than this PowerHive, or none: update it.' };
    case 503:
      return { phase: 'lost', error: message };
    default:
      return status >= 500 ? { phase: 'lost', error: `It answers with an error (${status}).` } : strange;
  }
}

/** An error response of a proxy in front of the site, or of another program at its address. */
function ofAnother(status: number): Said {
  switch (status) {
    case 401:
    case 403:
      return {
        phase: 'refused',
        error: `What is in front of it refuses the request (${status}): let those of PowerHive through.`,
      };
    case 404:
      return { phase: 'strange', error: 'What responds there is no PowerHive, or leads to none: check the address.' };
    case 413:
      return { phase: 'refused', error: 'The proxy in front of it takes no request of this size: allow larger ones.' };
    case 429:
      return { phase: 'lost', error: 'The proxy in front of it limits how often it is asked: allow one every second.' };
    case 502:
    case 503:
    case 504:
      return {
        phase: 'lost',
        error: `The proxy in front of it answers (${status}), PowerHive behind it does not: check that it runs.`,
      };
    default:
      return status >= 500 ? { phase: 'lost', error: `What responds there has an error (${status}).` } : strange;
  }
}

function isCause(cause: unknown, message: string): boolean {
  return cause instanceof Error && cause.message === message;
}
