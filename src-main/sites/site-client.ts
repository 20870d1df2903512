import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { contract } from '../../src-shared/contract/index.ts';
import { boundedBody } from './bounded-body.ts';
import { OF_ANOTHER } from './site-failure.ts';

/** It is asked every two seconds, and parsed where everything else runs. */
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
 * A client for the PowerHive at an origin. Redirects are refused: the token is for that origin
 * alone. A response that never ends, or grows without end, is cut off.
 */
export function siteClient({ url, token }: SiteAccess): SiteClient {
  const link = new OpenAPILink(contract, {
    url: `${new URL(url).origin}/api`,
    headers: { authorization: `Bearer ${token}` },
    fetch: async (request, init) => {
      const response = await fetch(request, { ...init, redirect: 'error' } as RequestInit);
      if (response.body === null) return response;
      const { status, statusText, headers } = response;
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
 * A refusal of the site, or of what answers in its place: that has no body of this form, and what it
 * says is for nobody here.
 */
function refusalOf(body: unknown, status: number): ORPCError<string, unknown> {
  const ofAnother = new ORPCError(OF_ANOTHER, { status, message: `HTTP ${status}` });
  if (typeof body !== 'object' || body === null || !('code' in body) || !('message' in body)) return ofAnother;
  const { code, message } = body;
  if (typeof code !== 'string' || typeof message !== 'string') return ofAnother;
  return new ORPCError(code, { status, message: message.slice(0, 500), data: 'data' in body ? body.data : undefined });
}
