import type { IncomingHttpHeaders } from 'node:http';
import { isLoopbackHost } from '../../src-shared/loopback.ts';
import type { HttpRefusal } from './http-refusal.ts';

/** The names under which this computer is usually called. */
const OWN_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Refuses a request for a host name that is not ours: a foreign name was made to resolve to this
 * computer (DNS rebinding). The port may differ, since a tunnel has its own.
 */
export function refuseHost(headers: IncomingHttpHeaders, port: number): HttpRefusal | null {
  const name = /^(.+?)(?::\d{1,5})?$/.exec(headers.host?.toLowerCase() ?? '')?.[1];
  if (name !== undefined && isLoopbackHost(name)) return null;
  return {
    status: 403,
    code: 'FORBIDDEN',
    message: `the Host header must be 127.0.0.1:${port}, localhost:${port} or [::1]:${port}`,
  };
}

/**
 * Refuses a request from a page of another origin, including `null` (sandboxed frames, files). A
 * page of this server has the origin of our own port or, through a tunnel, that of the Host header.
 * The latter can be trusted: no page can set it, and `refuseHost` accepts only our names.
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

/** The origin as browsers write it: without the default port. */
const originOf = (host: string): string => `http://${host.replace(/:80$/, '')}`;
