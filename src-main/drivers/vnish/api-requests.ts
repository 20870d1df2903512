import type { HttpRequest } from '../http/transport.ts';
import { authHeaders, type Credentials } from './auth-headers.ts';

/** A GET below `/api/v1`. */
export function get(path: string, credentials: Credentials | null = null): HttpRequest {
  return { method: 'GET', path: `/api/v1${path}`, headers: authHeaders(credentials) };
}

/** A POST below `/api/v1`, with a JSON body if there is one. */
export function post(
  path: string,
  credentials: Credentials | null,
  body?: object,
): HttpRequest & { readonly method: 'POST' } {
  const headers = authHeaders(credentials);
  if (body === undefined) return { method: 'POST', path: `/api/v1${path}`, headers };
  return {
    method: 'POST',
    path: `/api/v1${path}`,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}
