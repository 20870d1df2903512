import { ORPCError } from '@orpc/client';
import type { RemoteSiteState } from '../../src-shared/model/index.ts';
import { messageOf } from '../runtime/message-of.ts';
import { errorCode, type NetworkFailureKind, networkFailureKind } from '../runtime/network-failure-kind.ts';
import { TooLarge } from './bounded-body.ts';
import { SITE_FAILURE_WORDS as words } from './site-failure-words.ts';

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

/**
 * With any other kind no connection was made, or not to the right computer: no request was sent.
 */
const MAY_BE_DONE: ReadonlySet<NetworkFailureKind> = new Set(['timeout', 'cut']);

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
  if (isCause(cause, 'bad port')) return { phase: 'lost', error: words.badPort, mayBeDone: false };
  const code = errorCode(error);
  const kind = networkFailureKind(code);
  if (kind !== null) return { phase: 'lost', error: words.network[kind], mayBeDone: MAY_BE_DONE.has(kind) };
  // Only the code: the message of an unknown error may quote the request, with its token.
  return { phase: 'lost', error: words.unreachable(code), mayBeDone: true };
}

type Said = Omit<SiteFailure, 'mayBeDone'>;

const strange: Said = { phase: 'strange', error: words.strange };
const redirects: Said = { phase: 'strange', error: words.redirects };

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
  const check = !isRead && failure.mayBeDone ? ` ${words.checkFirst}` : '';
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
  const check = isRead ? '' : ` ${words.checkFirst}`;
  return new ORPCError('BAD_GATEWAY', {
    status: 502,
    message: `${words.notAsked(name, messageOf(error))}${check}`,
  });
}

/** The site was changed or removed here while the request was open, which ended it. */
export function leftMeanwhile(name: string, { isRead }: { readonly isRead: boolean }): ORPCError<string, unknown> {
  const check = isRead ? '' : ` ${words.checkFirst}`;
  return new ORPCError('BAD_GATEWAY', { status: 502, message: `${name}: ${words.leftMeanwhile}${check}` });
}

/** An error response of the site itself. */
function ofSite({ code, status, message }: ORPCError<string, unknown>): Said {
  if (code === NOT_UNDERSTOOD) return { phase: 'strange', error: message };
  switch (status) {
    case 401:
      return { phase: 'refused', error: words.wrongToken };
    case 403:
      return { phase: 'refused', error: message };
    case 404:
      return { phase: 'strange', error: words.older };
    case 503:
      return { phase: 'lost', error: message };
    default:
      return status >= 500 ? { phase: 'lost', error: words.error(status) } : strange;
  }
}

/** An error response of a proxy in front of the site, or of another program at its address. */
function ofAnother(status: number): Said {
  switch (status) {
    case 401:
    case 403:
      return { phase: 'refused', error: words.proxyRefuses(status) };
    case 404:
      return { phase: 'strange', error: words.proxyKnowsNone };
    case 413:
      return { phase: 'refused', error: words.proxyLimitsSize };
    case 429:
      return { phase: 'lost', error: words.proxyLimitsRate };
    case 502:
    case 503:
    case 504:
      return { phase: 'lost', error: words.nothingBehindProxy(status) };
    default:
      return status >= 500 ? { phase: 'lost', error: words.otherError(status) } : strange;
  }
}

function isCause(cause: unknown, message: string): boolean {
  return cause instanceof Error && cause.message === message;
}
