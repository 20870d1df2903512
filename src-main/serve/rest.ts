import type { IncomingMessage, ServerResponse } from 'node:http';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { BodyLimitPlugin } from '@orpc/server/node';
import type { Call } from '../api/call-context.ts';
import { guardCall } from '../api/call-guard.ts';
import type { ApiRouter } from '../api/router.ts';
import type { TokenDirectory } from './bearer-token.ts';
import { API_PREFIX, isPublic, methodsOf } from './contract-routes.ts';
import { bodyOf, sendRefusal } from './http-refusal.ts';
import { restActor } from './rest-actor.ts';
import { MAX_BODY_BYTES, refuseMediaType, refuseTooLarge, requireObjectBody } from './rest-body.ts';
import { acceptPastedMacs, QueryCoercionPlugin } from './rest-fields.ts';

export type HandleRest = (request: IncomingMessage, response: ServerResponse, pathname: string) => Promise<void>;

/** How often a stream without events sends a comment, so that its reader sees that it is alive. */
const KEEP_ALIVE_MS = 5000;

/**
 * The contract's public procedures as REST under /api, with live events as Server-Sent Events.
 * Access was checked before.
 */
export function createRest(
  router: ApiRouter,
  call: Pick<Call, 'stopping' | 'log'>,
  access: TokenDirectory,
): HandleRest {
  const handler = new OpenAPIHandler(router, {
    filter: isPublic,
    customErrorResponseBodyEncoder: bodyOf,
    plugins: [new QueryCoercionPlugin(), new BodyLimitPlugin({ maxBodySize: MAX_BODY_BYTES })],
    interceptors: [requireObjectBody],
    clientInterceptors: [guardCall, acceptPastedMacs],
    eventIteratorKeepAliveInterval: KEEP_ALIVE_MS,
  });

  return async (request, response, pathname) => {
    const method = request.method ?? 'GET';
    const methods = methodsOf(pathname);
    if (methods.length === 0) return sendRefusal(response, noRoute(pathname));
    if (!methods.includes(method)) return sendRefusal(response, wrongMethod(methods));
    const wrongBody = refuseMediaType(method, request.headers) ?? refuseTooLarge(request.headers);
    if (wrongBody !== null) return sendRefusal(response, wrongBody);

    response.setHeader('cache-control', 'no-store');
    const context: Call = { ...call, via: 'rest', actor: restActor(request.headers, access) };
    const { matched } = await handler.handle(request, response, { prefix: API_PREFIX, context });
    if (!matched) sendRefusal(response, noRoute(pathname));
  };
}

function noRoute(pathname: string) {
  return { status: 404, code: 'NOT_FOUND', message: `there is no ${pathname}; /api/openapi.json lists what there is` };
}

function wrongMethod(methods: readonly string[]) {
  const allow = methods.join(', ');
  return { status: 405, code: 'METHOD_NOT_SUPPORTED', message: `only ${allow} works here`, headers: { allow } };
}
