import { ORPCError } from '@orpc/client';
import type { RemoteSiteState } from '../../src-shared/model/index.ts';

export type SiteFailure = Pick<RemoteSiteState, 'error'> & {
  readonly phase: Extract<RemoteSiteState['phase'], 'lost' | 'refused' | 'strange'>;
};

const BY_CODE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there: check that PowerHive runs at the site, and the tunnel.',
  ECONNRESET: 'The connection was cut off: check the tunnel.',
  UND_ERR_SOCKET: 'The connection was cut off: check the tunnel.',
  ENOTFOUND: 'There is no computer of this name.',
  EAI_AGAIN: 'The name cannot be looked up now.',
  ETIMEDOUT: 'It does not respond.',
  EHOSTUNREACH: 'There is no way to it.',
  ENETUNREACH: 'There is no way to it.',
  CERT_HAS_EXPIRED: 'Its certificate has expired: renew it at the site.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'Its certificate is self-signed: use one that this computer trusts.',
  SELF_SIGNED_CERT_IN_CHAIN: 'Its certificate is self-signed: use one that this computer trusts.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'Its certificate cannot be verified.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Its certificate is for another name.',
};

/** Why a site could not be asked, in words that say what to do. */
export function siteFailure(error: unknown): SiteFailure {
  if (error instanceof ORPCError) return answeredFailure(error);
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return { phase: 'lost', error: 'It does not respond in time.' };
  if (error instanceof SyntaxError || (error instanceof Error && error.cause instanceof SyntaxError)) return strange;
  const code = codeOf(error);
  if (isBadPort(error)) return { phase: 'lost', error: 'No request goes to this port: choose another for the tunnel.' };
  // What an unknown error says may quote what was sent.
  if (code === null) return { phase: 'lost', error: 'It cannot be reached.' };
  return { phase: 'lost', error: BY_CODE[code] ?? `It cannot be reached (${code}).` };
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

/** The code of a failure or of what caused it: `fetch` hides it behind "fetch failed". */
function codeOf(error: unknown): string | null {
  for (let cause = error; typeof cause === 'object' && cause !== null; ) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
    if (cause instanceof AggregateError) cause = cause.errors[0];
    else cause = 'cause' in cause ? cause.cause : null;
  }
  return null;
}
