import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Call } from '../api/call-context.ts';
import type { Operations } from '../api/operation-types.ts';
import { type AcceptedTokens, endWhenRevoked, refuseToken } from './bearer-token.ts';
import { API_PREFIX } from './contract-routes.ts';
import { refuseHost, refuseOrigin } from './host-and-origin.ts';
import { type HttpRefusal, STOPPING, sendRefusal } from './http-refusal.ts';
import type { InFlight } from './in-flight.ts';
import { METRICS_CONTENT_TYPE, metricsMoment, renderMetrics } from './metrics.ts';
import { renderMinerMetrics } from './miner-metrics.ts';
import { openApiText } from './openapi.ts';
import { publicHealth } from './public-health.ts';
import type { HandleRest } from './rest.ts';
import { restActor } from './rest-actor.ts';
import type { ServeScreens } from './screens.ts';
import { refuseScope } from './token-scope.ts';
import { WEBSOCKET_PATH } from './websocket.ts';

export interface RequestsOptions {
  /** What answers calls, from when the farm is loaded. */
  readonly api: Promise<Api>;
  readonly call: Pick<Call, 'stopping' | 'log'>;
  readonly port: number;
  readonly version: string;
  readonly screens: ServeScreens;
  readonly inFlight: InFlight;
}

export interface Api {
  readonly operations: Operations;
  readonly access: AcceptedTokens;
  readonly rest: HandleRest;
}

type Handler = (request: IncomingMessage, response: ServerResponse, pathname: string) => Promise<void> | void;

const HEALTH_PATH = `${API_PREFIX}/health`;
const OPENAPI_PATH = `${API_PREFIX}/openapi.json`;
const METRICS_PATH = '/metrics';

/** For every response. index.html overrides the CSP. */
const SECURITY_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * Handles every HTTP request: decides on access once, and dispatches to the handler of the path.
 * The files of the screens are sent at once, calls when the farm is loaded.
 */
export function createRequestListener(options: RequestsOptions): RequestListener {
  const { call, inFlight, port, version, screens } = options;
  const loaded = options.api.then((api) => ({ access: api.access, handlerOf: createDispatch(api, version) }));
  loaded.catch(() => undefined);

  const respond = async (request: IncomingMessage, response: ServerResponse, pathname: string): Promise<void> => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const foreign = refuseForeign(request, pathname, port);
    if (foreign !== null) return sendRefusal(response, foreign);
    const api = isOfScreens(pathname) ? null : await loaded;
    if (call.stopping.aborted) return sendRefusal(response, STOPPING);
    if (api === null) return screens(request, response, pathname);
    const refusal = refuseCaller(request, pathname, api.access);
    if (refusal !== null) return sendRefusal(response, refusal);
    endWhenRevoked(request, response, api.access);
    await api.handlerOf(pathname)(request, response, pathname);
  };

  return (request, response) => {
    const startedAt = performance.now();
    const pathname = (request.url ?? '').split(/[?#]/, 1)[0] ?? '';
    const name = `${request.method} ${pathname}`;
    response.once('close', () => {
      const ms = Math.round(performance.now() - startedAt);
      call.log.debug({ request: name, status: response.statusCode, ms }, 'Responded to a request');
    });
    inFlight.track(name, respond(request, response, pathname)).catch((error: unknown) => {
      if (response.destroyed) return;
      call.log.error({ request: name, err: error }, 'A request failed');
      if (response.headersSent) response.destroy();
      else sendRefusal(response, FAILED);
    });
  };
}

function refuseForeign({ headers }: IncomingMessage, pathname: string, port: number): HttpRefusal | null {
  if (!pathname.startsWith('/')) return NO_PATH;
  return refuseHost(headers, port) ?? refuseOrigin(headers, port);
}

function refuseCaller(
  { headers, method }: IncomingMessage,
  pathname: string,
  access: AcceptedTokens,
): HttpRefusal | null {
  if (!needsToken(method, pathname)) return null;
  return refuseToken(headers, access) ?? refuseScope(headers, method, access);
}

function needsToken(method: string | undefined, pathname: string): boolean {
  if (pathname === HEALTH_PATH && method === 'GET') return false;
  return isApi(pathname) || pathname === METRICS_PATH;
}

function isApi(pathname: string): boolean {
  return pathname === API_PREFIX || pathname.startsWith(`${API_PREFIX}/`);
}

function isOfScreens(pathname: string): boolean {
  return !isApi(pathname) && pathname !== METRICS_PATH && pathname !== WEBSOCKET_PATH;
}

function createDispatch({ operations, access, rest }: Api, version: string): (pathname: string) => Handler {
  const openapi = onlyGet(async (_request, response) =>
    sendText(response, 'application/json', await openApiText(version)),
  );
  const metrics = onlyGet(async (request, response) => {
    const by = { actor: restActor(request.headers, access) };
    const [health, miners] = [operations.app.health(undefined, by), operations.miners.list({}, by)];
    const farm = await renderMetrics(await health, await miners);
    const each = asksForMiners(request.url)
      ? await renderMinerMetrics(await miners, metricsMoment(await health, await miners))
      : '';
    sendText(response, METRICS_CONTENT_TYPE, farm + each);
  });

  const health: Handler = async (request, response, pathname) => {
    if (request.method !== 'GET' || refuseToken(request.headers, access) === null)
      return rest(request, response, pathname);
    sendText(
      response,
      'application/json',
      JSON.stringify(
        publicHealth(await operations.app.health(undefined, { actor: restActor(request.headers, access) })),
      ),
    );
  };

  return (pathname) => {
    if (pathname === HEALTH_PATH) return health;
    if (pathname === OPENAPI_PATH) return openapi;
    if (pathname === METRICS_PATH) return metrics;
    return pathname === WEBSOCKET_PATH ? (_request, response) => sendRefusal(response, UPGRADE_NEEDED) : rest;
  };
}

/** `GET /metrics?miners=true`: also the figures of each miner. */
function asksForMiners(url = ''): boolean {
  return new URLSearchParams(url.split('?', 2)[1]).get('miners') === 'true';
}

function onlyGet(handler: Handler): Handler {
  return (request, response, pathname) =>
    request.method === 'GET' ? handler(request, response, pathname) : sendRefusal(response, ONLY_GET);
}

function sendText(response: ServerResponse, contentType: string, text: string): void {
  response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' });
  response.end(text);
}

const NO_PATH = { status: 400, code: 'BAD_REQUEST', message: 'the request must name a path, such as /api/health' };
const FAILED = {
  status: 500,
  code: 'INTERNAL_SERVER_ERROR',
  message: 'PowerHive failed to do this; its log says why',
};
const ONLY_GET = {
  status: 405,
  code: 'METHOD_NOT_SUPPORTED',
  message: 'only GET works here',
  headers: { allow: 'GET' },
};
const UPGRADE_NEEDED = {
  status: 426,
  code: 'UPGRADE_REQUIRED',
  message: 'this address is for WebSockets',
  headers: { upgrade: 'websocket' },
};
