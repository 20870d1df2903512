import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { contract } from '../../src-shared/contract/index.ts';
import { boundedBody } from './bounded-body.ts';
import { OF_ANOTHER } from './site-failure.ts';

/** Polled every 2 s and parsed in the main thread, so its limit is lower. */
const SUMMARY_PATH = '/api/summary';
const MOST_SUMMARY_BYTES = 256 << 10;

/** Another PowerHive, called over its REST API. */
export type SiteClient = ContractRouterClient<typeof contract>;

export interface SiteAccess {
  /** An origin: `http://127.0.0.1:18081` or `https://north.example`. */
  readonly url: string;
  readonly token: string;
}

/**
 * A client for the PowerHive at an origin. Redirects fail: the token is for that origin alone.
 * `boundedBody` limits the size of a response, and the time without a byte.
 */
export function siteClient({ url, token }: SiteAccess): SiteClient {
  const link = new OpenAPILink(contract, {
    url: `${new URL(url).origin}/api`,
    headers: { authorization: `Bearer ${token}` },
    // The signal is passed again: a Request that is garbage-collected while its response still comes
    // no longer passes on an abort, and the call would never end.
    fetch: async (request, init, { signal }) => {
      const ends = signal === undefined ? {} : { signal };
      const response = await fetch(request, { ...init, ...ends, redirect: 'error' } as RequestInit);
      if (response.body === null) return response;
      const { status, statusText, headers } = response;
      if (response.ok && headers.get('content-type')?.startsWith('text/html') === true) {
        await response.body.cancel();
        throw new SyntaxError('a page, where PowerHive sends JSON');
      }
      const isStream = headers.get('content-type')?.startsWith('text/event-stream') === true;
      const isSummary = new URL(request.url).pathname === SUMMARY_PATH;
      const bounds = isSummary ? { mostBytes: MOST_SUMMARY_BYTES } : { isStream };
      return new Response(boundedBody(response.body, bounds), { status, statusText, headers });
    },
    customErrorResponseBodyDecoder: (body, { status }) => refusalOf(body, status),
  });
  return createORPCClient(link);
}

/**
 * A refusal of the site, or `OF_ANOTHER` if the body is not in PowerHive's form: a proxy or another
 * program responded, and its text is no use to the operator.
 */
function refusalOf(body: unknown, status: number): ORPCError<string, unknown> {
  const ofAnother = new ORPCError(OF_ANOTHER, { status, message: `HTTP ${status}` });
  if (typeof body !== 'object' || body === null || !('code' in body) || !('message' in body)) return ofAnother;
  const { code, message } = body;
  if (typeof code !== 'string' || typeof message !== 'string') return ofAnother;
  return new ORPCError(code, { status, message: message.slice(0, 500), data: 'data' in body ? body.data : undefined });
}
