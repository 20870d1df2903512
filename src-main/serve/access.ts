import type { IncomingHttpHeaders } from 'node:http';
import type { HttpRefusal } from './refuse.ts';
import { tokensMatch } from './token.ts';

/**
 * The names under which this server may be addressed. Any other means that a foreign name was made
 * to point here (DNS rebinding).
 */
function ownHosts(port: number): string[] {
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  return names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
}

/** Refuses a request that was addressed to another name than one of ours. */
export function refuseHost(headers: IncomingHttpHeaders, port: number): HttpRefusal | null {
  if (headers.host !== undefined && ownHosts(port).includes(headers.host.toLowerCase())) return null;
  return {
    status: 403,
    code: 'FORBIDDEN',
    message: `the Host header must be 127.0.0.1:${port}, localhost:${port} or [::1]:${port}`,
  };
}

/**
 * Refuses a request that a page of another origin makes, `null` (sandboxed frames, files) among
 * them.
 */
export function refuseOrigin(
  { origin }: IncomingHttpHeaders,
  port: number,
  options: { readonly required: boolean } = { required: false },
): HttpRefusal | null {
  if (origin === undefined && !options.required) return null;
  if (origin !== undefined && ownHosts(port).some((host) => origin.toLowerCase() === `http://${host}`)) return null;
  return {
    status: 403,
    code: 'FORBIDDEN',
    message:
      origin === undefined
        ? 'an Origin header is required here: only the screens that PowerHive serves may connect'
        : 'this Origin is not one of PowerHive: only its own screens may call it from a browser',
  };
}

/** Refuses a request without the bearer token. */
export function refuseToken({ authorization }: IncomingHttpHeaders, token: string): HttpRefusal | null {
  const shown = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (shown !== undefined && tokensMatch(token, shown)) return null;
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
