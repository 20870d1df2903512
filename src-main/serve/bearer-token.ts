import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { onAbort } from '../runtime/on-abort.ts';
import type { HttpRefusal } from './http-refusal.ts';
import { tokensMatch } from './token-file.ts';

/**
 * Tokens besides that of the token file: the name and the scope of a secret, and a signal that
 * aborts when it is revoked.
 */
export interface TokenDirectory {
  find(
    secret: string,
  ): { readonly name: string; readonly scope: 'read' | 'operate'; readonly revoked: AbortSignal } | null;
}

/** The tokens that REST accepts: that of the token file, and those that were created. */
export interface AcceptedTokens extends TokenDirectory {
  readonly token: string;
}

/** The bearer token of a request; undefined if there is none. */
export function shownToken({ authorization }: IncomingHttpHeaders): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}

/** Refuses a request without a valid bearer token. */
export function refuseToken(headers: IncomingHttpHeaders, { token, find }: AcceptedTokens): HttpRefusal | null {
  const shown = shownToken(headers);
  if (shown !== undefined && (tokensMatch(token, shown) || find(shown) !== null)) return null;
  return {
    status: 401,
    code: 'UNAUTHORIZED',
    message:
      shown === undefined
        ? 'Missing token: send the token from the token file as "Authorization: Bearer TOKEN"'
        : 'Invalid token',
    headers: { 'www-authenticate': 'Bearer realm="PowerHive"' },
  };
}

/**
 * Cuts off a response, such as the live stream, when its token is revoked. Only for reads: a token
 * may delete itself, and must get the response to that.
 */
export function endWhenRevoked(request: IncomingMessage, response: ServerResponse, { find }: TokenDirectory): void {
  const shown = request.method === 'GET' ? shownToken(request.headers) : undefined;
  const revoked = shown === undefined ? undefined : find(shown)?.revoked;
  if (revoked !== undefined)
    response.once(
      'close',
      onAbort(revoked, () => response.destroy()),
    );
}
