import { ORPCError } from '@orpc/client';
import type { RemoteSiteState } from '../../src-shared/model/index.ts';
import { messageOf } from '../runtime/message-of.ts';
import { errorCode, type NetworkFailureKind, networkFailureKind } from '../runtime/network-failure-kind.ts';
import { TooLarge } from './bounded-body.ts';

export type SiteFailure = Pick<RemoteSiteState, 'error'> & {
  readonly phase: Extract<RemoteSiteState['phase'], 'lost' | 'refused' | 'strange'>;
};

const BY_KIND: Readonly<Record<NetworkFailureKind, string>> = {
  refused: 'Nothing listens there: check that PowerHive runs at the site, and the tunnel.',
  timeout: 'It does not respond in time.',
  cut: 'The connection was cut off: check the tunnel.',
  unreachable: 'There is no way to it.',
  no_route: 'There is no way to it.',
  unknown_name: 'There is no computer of this name.',
  lookup_failed: "The host name can't be resolved now.",
  no_sockets: 'No sockets left on this computer: allow more open files.',
  certificate_expired: 'Its certificate has expired: renew it at the site.',
  certificate_not_yet_valid: 'Its certificate is not valid yet: check the clocks of both computers.',
  certificate_self_signed: 'Its certificate is self-signed: use one that this computer trusts.',
  certificate_other_name: 'Its certificate is for another name.',
  certificate_unverified: 'Its certificate cannot be verified.',
};

/** Why a site could not be asked, in words that say what to do. */
export function siteFailure(error: unknown): SiteFailure {
  if (error instanceof ORPCError) return answeredFailure(error);
  if (error instanceof SyntaxError || (error instanceof Error && error.cause instanceof SyntaxError)) return strange;
  if (error instanceof TooLarge || (error instanceof Error && error.cause instanceof TooLarge)) return strange;
  const code = errorCode(error);
  const kind = networkFailureKind(code);
  if (kind !== null) return { phase: 'lost', error: BY_KIND[kind] };
  if (isBadPort(error)) return { phase: 'lost', error: 'No request goes to this port: choose another for the tunnel.' };
  // What an unknown error says may quote what was sent.
  return { phase: 'lost', error: code === '' ? 'It cannot be reached.' : `It cannot be reached (${code}).` };
}

const strange: SiteFailure = {
  phase: 'strange',
  error: 'What responds there is no PowerHive, or one of another version.',
};

/**
 * A refusal of the site is passed on as it is; anything else says which site could not be asked.
 */
export function passedOn(error: unknown, name: string): unknown {
  const isRefusal = error instanceof ORPCError && error.status >= 400 && error.status < 500 && error.status !== 401;
  if (isRefusal) return error;
  return new ORPCError('BAD_GATEWAY', { status: 502, message: `${name}: ${siteFailure(error).error}` });
}

/** What keeps this computer from asking is no fault of the site. */
export function notAsked(error: unknown, name: string): ORPCError<string, unknown> {
  return new ORPCError('BAD_GATEWAY', { status: 502, message: `${name} could not be asked. ${messageOf(error)}` });
}

function answeredFailure(error: ORPCError<string, unknown>): SiteFailure {
  switch (error.status) {
    case 401:
      return { phase: 'refused', error: 'It does not accept the token: make a new one at the site.' };
    case 403:
      return { phase: 'refused', error: error.message };
    case 404:
      return { phase: 'strange', error: 'It is older than this PowerHive, or none: update it.' };
    case 502:
      return { phase: 'strange', error: error.message };
    case 503:
      return { phase: 'lost', error: error.message };
    default:
      return error.status >= 500 ? { phase: 'lost', error: `It answers with an error (${error.status}).` } : strange;
  }
}

/** `fetch` asks nothing of ports of other protocols, as browsers do. */
function isBadPort(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && error.cause.message === 'bad port';
}
