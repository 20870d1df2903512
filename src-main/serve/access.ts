import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { onAbort } from '../runtime/on-abort.ts';
import type { HttpRefusal } from './http-refusal.ts';
import { tokensMatch } from './token.ts';

/** The names of this computer itself. */
const OWN_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Refuses a request that was addressed to another name than one of ours: a foreign name was made to
 * point here (DNS rebinding). The port may be another one, that of a tunnel whose end is here.
 */
export function refuseHost(headers: IncomingHttpHeaders, port: number): HttpRefusal | null {
  const name = /^(.+?)(?::\d{1,5})?$/.exec(headers.host?.toLowerCase() ?? '')?.[1];
  if (name !== undefined && OWN_NAMES.includes(name)) return null;
  return {
    status: 403,
    code: 'FORBIDDEN',
    message: `the Host header must be 127.0.0.1:${port}, localhost:${port} or [::1]:${port}`,
  };
}

/**
 * Refuses a request that a page of another origin makes, `null` (sandboxed frames, files) among
 * them. A page that this server served has the origin of our own port, or through a tunnel that of
 * the port which its requests are addressed to: no page can set the Host header, and the names in it
 * are ours alone (`refuseHost`).
 */
export function refuseOrigin(
  { origin, host = '' }: IncomingHttpHeaders,
  port: number,
  options: { readonly required: boolean } = { required: false },
): HttpRefusal | null {
  if (origin === undefined && !options.required) return null;
  const own = [...OWN_NAMES.map((name) => `${name}:${port}`), host.toLowerCase()].map(originOf);
  if (origin !== undefined && own.includes(origin.toLowerCase())) return null;
  return {
    status: 403,
    code: 'FORBIDDEN',
    message:
      origin === undefined
        ? 'an Origin header is required here: only the screens that PowerHive serves may connect'
        : 'this Origin is not one of PowerHive: only its own screens may call it from a browser',
  };
}

/** As browsers write it: without the port that is the usual one. */
const originOf = (host: string): string => `http://${host.replace(/:80$/, '')}`;

/**
 * Tokens besides that of the token file: whom a secret belongs to, what it may do, and the signal
 * that aborts when it is revoked.
 */
export interface TokenDirectory {
  find(
    secret: string,
  ): { readonly name: string; readonly scope: 'read' | 'operate'; readonly revoked: AbortSignal } | null;
}

/** What opens REST: the token of the token file, and those that were made. */
export interface Access extends TokenDirectory {
  readonly token: string;
}

/** The bearer token of a request; undefined where there is none. */
export function shownToken({ authorization }: IncomingHttpHeaders): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}

/** Refuses a request without a bearer token that opens REST. */
export function refuseToken(headers: IncomingHttpHeaders, { token, find }: Access): HttpRefusal | null {
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

/** Refuses a token that may only read, for everything but reading. */
export function refuseScope(
  headers: IncomingHttpHeaders,
  method: string | undefined,
  { find }: TokenDirectory,
): HttpRefusal | null {
  const shown = shownToken(headers);
  if (method === 'GET' || method === 'HEAD' || shown === undefined) return null;
  if (find(shown)?.scope !== 'read') return null;
  return { status: 403, code: 'FORBIDDEN', message: 'This token may only read. Use one with the scope operate.' };
}

/**
 * Cuts off the response to a token that is revoked meanwhile, such as the live stream. Applies only
 * to reads: a token may delete itself, and gets the response to that.
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
