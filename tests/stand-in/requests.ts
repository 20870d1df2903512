import type { DevToolsSession } from './devtools-pipe.ts';
import { originOf, ownScheme, toAppUrl, toBrowserHeader, toBrowserUrl } from './schemes.ts';
import { Session } from './session.ts';
import { type RequestDetails, WebRequest } from './web-request.ts';

/** Fetch.requestPaused, as far as it is read here. */
export interface PausedRequest {
  readonly requestId: string;
  readonly frameId: string;
  readonly resourceType: string;
  readonly redirectedRequestId?: string;
  readonly request: {
    readonly url: string;
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly postDataEntries?: readonly { readonly bytes?: string }[];
  };
}

/** The window that a request comes from. */
export interface Requester {
  readonly session: Session;
  readonly details: Pick<RequestDetails, 'webContents' | 'webContentsId' | 'frame'>;
  /** Whether a document may be loaded; the app's navigation listeners are asked. */
  mayNavigate(url: string, frameId: string, redirected: boolean): boolean;
}

const MAPPED_HEADERS = new Set([
  'content-security-policy',
  'content-security-policy-report-only',
  'location',
  'access-control-allow-origin',
]);
const RESOURCE_TYPES: Record<string, string> = {
  Document: 'mainFrame',
  Stylesheet: 'stylesheet',
  Image: 'image',
  Script: 'script',
  Font: 'font',
  XHR: 'xhr',
  Fetch: 'xhr',
  Media: 'media',
  WebSocket: 'webSocket',
};
let lastRequestId = 0;

/**
 * Every request of a page stops here. The app's own schemes are answered by the app's own handler,
 * this machine's loopback is let through, and nothing else leaves.
 */
export async function answerRequest(devtools: DevToolsSession, paused: PausedRequest, from: Requester): Promise<void> {
  const url = toAppUrl(paused.request.url);
  const fail = (errorReason: string): void =>
    devtools.notify('Fetch.failRequest', { requestId: paused.requestId, errorReason });
  if (
    paused.resourceType === 'Document' &&
    !from.mayNavigate(url, paused.frameId, paused.redirectedRequestId !== undefined)
  ) {
    fail('Aborted');
    return;
  }
  lastRequestId += 1;
  const details: RequestDetails = {
    ...from.details,
    id: lastRequestId,
    url,
    method: paused.request.method,
    resourceType: RESOURCE_TYPES[paused.resourceType] ?? 'other',
    referrer: toAppUrl(paused.request.headers['Referer'] ?? ''),
    timestamp: Date.now(),
  };
  const before = await WebRequest.beforeRequest(from.session.webRequest, details);
  if (before.cancel === true) {
    fail('BlockedByClient');
  } else if (before.redirectURL !== undefined) {
    const responseHeaders = [{ name: 'location', value: toBrowserUrl(before.redirectURL) }];
    devtools.notify('Fetch.fulfillRequest', { requestId: paused.requestId, responseCode: 307, responseHeaders });
  } else if (ownScheme(url) !== undefined) {
    await answerOwn(devtools, paused, url, from, details, fail);
  } else if (isLoopback(url)) {
    devtools.notify('Fetch.continueRequest', { requestId: paused.requestId });
  } else {
    fail('NameNotResolved');
  }
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && /^(127\.\d+\.\d+\.\d+|localhost)$/.test(new URL(url).hostname);
}

async function answerOwn(
  devtools: DevToolsSession,
  paused: PausedRequest,
  url: string,
  from: Requester,
  details: RequestDetails,
  fail: (reason: string) => void,
): Promise<void> {
  const handler = Session.handlerOf(from.session, ownScheme(url) ?? '');
  if (handler === undefined) {
    fail('Failed');
    return;
  }
  let response: Response;
  let body: Buffer;
  try {
    response = await handler(requestFor(paused, url));
    if (response.type === 'error') throw new Error('The protocol handler answered with Response.error()');
    body = Buffer.from(await response.arrayBuffer());
  } catch (error) {
    fail('Failed');
    process.nextTick(() => {
      throw error;
    });
    return;
  }
  const received = await WebRequest.headersReceived(from.session.webRequest, {
    ...details,
    responseHeaders: headerLists(response.headers),
    statusCode: response.status,
    statusLine: `HTTP/1.1 ${response.status} ${response.statusText}`,
  });
  if (received.cancel === true) {
    fail('BlockedByClient');
    return;
  }
  devtools.notify('Fetch.fulfillRequest', {
    requestId: paused.requestId,
    responseCode: Number(received.statusLine?.split(' ')[1] ?? response.status),
    responseHeaders: headerEntries(received.responseHeaders ?? headerLists(response.headers)),
    body: body.toString('base64'),
  });
}

function requestFor({ request }: PausedRequest, url: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    headers.set(name, /^(referer|origin)$/i.test(name) ? toAppOriginOrUrl(value) : value);
  }
  const sent = (request.postDataEntries ?? []).map(({ bytes }) => Buffer.from(bytes ?? '', 'base64'));
  const hasBody = sent.length > 0 && request.method !== 'GET' && request.method !== 'HEAD';
  return new Request(url, { method: request.method, headers, ...(hasBody ? { body: Buffer.concat(sent) } : {}) });
}

function toAppOriginOrUrl(value: string): string {
  const mapped = toAppUrl(value);
  return mapped === value ? value : mapped.includes('/', mapped.indexOf('://') + 3) ? mapped : originOf(mapped);
}

function headerLists(headers: Headers): Record<string, string[]> {
  const lists: Record<string, string[]> = {};
  for (const [name, value] of headers) {
    lists[name] ??= [];
    lists[name].push(value);
  }
  return lists;
}

function headerEntries(headers: Record<string, string | string[]>): { name: string; value: string }[] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values]
      .flat()
      .map((value) => ({ name, value: MAPPED_HEADERS.has(name.toLowerCase()) ? toBrowserHeader(value) : value })),
  );
}
