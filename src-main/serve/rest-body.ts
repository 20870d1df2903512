import type { IncomingHttpHeaders } from 'node:http';
import { ORPCError } from '@orpc/server';
import type { StandardHandlerOptions } from '@orpc/server/standard';
import type { Call } from '../api/call-context.ts';
import { type HttpRefusal, hasBody } from './http-refusal.ts';

type Interceptor = NonNullable<StandardHandlerOptions<Call>['interceptors']>[number];

/** The largest body that REST accepts. */
export const MAX_BODY_BYTES = 1 << 20;
const BODYLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses every body that is not plain JSON. A page of any origin can send forms and multipart
 * without a preflight, and with a content-disposition or an encoding the body would be parsed as a
 * file.
 */
export function refuseMediaType(method: string, headers: IncomingHttpHeaders): HttpRefusal | null {
  const type = headers['content-type'];
  const plain = headers['content-disposition'] === undefined && headers['content-encoding'] === undefined;
  if (plain && (type === undefined ? !hasBody(headers) || BODYLESS.has(method) : isJson(type))) return null;
  return {
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    message: 'a body must be sent as application/json, without content-disposition or content-encoding',
  };
}

/** Refuses a body whose content-length is above the limit, before it is read. */
export function refuseTooLarge(headers: IncomingHttpHeaders): HttpRefusal | null {
  if (!(Number(headers['content-length']) > MAX_BODY_BYTES)) return null;
  return { status: 413, code: 'PAYLOAD_TOO_LARGE', message: 'a body may have 1 MB at most' };
}

function isJson(contentType: string): boolean {
  return /^application\/json(\s*;\s*charset=("?)utf-8\2)?\s*$/i.test(contentType);
}

/**
 * Refuses a JSON body that is not an object: on routes with path parameters it would be dropped
 * silently.
 */
export const requireObjectBody: Interceptor = async ({ request, next }) => {
  if (!BODYLESS.has(request.method)) {
    const body = await readBody(request);
    if (body !== undefined && (typeof body !== 'object' || body === null || Array.isArray(body))) {
      throw wrongBody('the body must be a JSON object');
    }
  }
  return next();
};

async function readBody(request: { body(): Promise<unknown> }): Promise<unknown> {
  try {
    return await request.body();
  } catch (error) {
    if (error instanceof ORPCError) throw error;
    throw wrongBody('the body is not valid JSON');
  }
}

function wrongBody(message: string): ORPCError<string, unknown> {
  return new ORPCError('BAD_REQUEST', { message, data: { fields: [{ path: '', message }] } });
}
