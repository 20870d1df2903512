import type { IncomingHttpHeaders } from 'node:http';
import { SmartCoercionPlugin } from '@orpc/json-schema';
import { ORPCError } from '@orpc/server';
import type { StandardHandlerOptions } from '@orpc/server/standard';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { Call } from '../api/call.ts';
import { type HttpRefusal, hasBody } from './http-refusal.ts';
import { normaliseMac } from './pasted-mac.ts';

type Options = StandardHandlerOptions<Call>;
type Interceptor = NonNullable<Options['interceptors']>[number];
type ClientInterceptor = NonNullable<Options['clientInterceptors']>[number];

/** The largest body that REST takes. */
export const MAX_BODY_BYTES = 1 << 20;
const BODYLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses every body that is not plain JSON. Forms and multipart can be sent by a page of any
 * origin without a preflight, and a content-disposition or an encoding would have the body taken
 * for a file.
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

function isJson(contentType: string): boolean {
  return /^application\/json(\s*;\s*charset=("?)utf-8\2)?\s*$/i.test(contentType);
}

/**
 * Refuses a body that is JSON but no object: on routes with path parameters it would be dropped
 * without a word.
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

/** Takes MAC addresses in any usual form, in paths, queries and bodies. */
export const acceptPastedMacs: ClientInterceptor = (call) => call.next({ ...call, input: withMacs(call.input) });

function withMacs(input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return input;
  const fields = { ...input } as Record<string, unknown>;
  for (const key of ['id', 'miner_id']) {
    if (typeof fields[key] === 'string') fields[key] = normaliseMac(fields[key]);
  }
  for (const part of ['params', 'body']) if (part in fields) fields[part] = withMacs(fields[part]);
  return fields;
}

/**
 * Turns the texts of a query into numbers and booleans as the contract wants them. For GET only: a
 * JSON body has types of its own, and `{"managed": "false"}` is a mistake that must not be read as
 * false.
 */
export class QueryCoercionPlugin extends SmartCoercionPlugin<Call> {
  constructor() {
    super({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  }

  override init(options: Options): void {
    const own: Options = {};
    super.init(own);
    const coerce = own.clientInterceptors?.[0];
    if (coerce === undefined) throw new Error('SmartCoercionPlugin no longer coerces in a client interceptor');
    options.clientInterceptors = [
      (call) => (call.procedure['~orpc'].route.method === 'GET' ? coerce(call) : call.next()),
      ...(options.clientInterceptors ?? []),
    ];
  }
}
