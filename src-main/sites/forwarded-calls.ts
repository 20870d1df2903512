import { ORPCError } from '@orpc/client';
import { orAborted } from '../runtime/on-abort.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';
import type { SiteRequest, SiteResponse } from './direct-sites-gateway.ts';
import { leftMeanwhile, notAsked, passedOn } from './site-failure.ts';
import type { NextEventRequest } from './site-streams.ts';

const CALL_TIMEOUT_MS = 30_000;

/** Sends requests to sites, in a separate thread. Never rejects because of what a site does. */
export interface SitesGateway {
  send(request: SiteRequest, signal: AbortSignal): Promise<SiteResponse>;
  nextEvent(request: NextEventRequest, signal: AbortSignal): Promise<SiteResponse>;
  leave(stream: string): void | Promise<void>;
}

/** A site that can be called. */
export interface CalledSite {
  readonly name: string;
  readonly url: string;
  readonly token: string;
  /** Aborts when the site is changed or removed, and when the program stops. */
  readonly ended: AbortSignal;
}

/** The kind of a call, for the text of its failure. */
interface CallKind {
  readonly isRead: boolean;
}

/**
 * One call of the contract at a site: its response as JSON text. Throws the refusal of the site, or
 * BAD_GATEWAY if the request fails or takes more than 30 s. An abort of `stopping` ends it.
 */
export function forwardCall(
  gateway: SitesGateway,
  { name, url, token, ended }: CalledSite,
  call: { readonly path: string; readonly input: unknown; readonly procedure: CallKind },
  stopping?: AbortSignal,
): Promise<{ readonly text: string | null }> {
  const { path, input, procedure } = call;
  const ends = [ended, AbortSignal.timeout(CALL_TIMEOUT_MS)];
  const signal = AbortSignal.any(stopping === undefined ? ends : [...ends, stopping]);
  return responseOf(name, gateway.send({ url, token, name, path, input }, signal), signal, procedure).catch(
    (error: unknown) => {
      throw ended.aborted ? leftMeanwhile(name, procedure) : error;
    },
  );
}

/**
 * The live stream of a site: each event as JSON text. It ends when the site is changed or removed,
 * and throws if it fails.
 */
export async function* forwardEvents(
  gateway: SitesGateway,
  called: () => CalledSite,
  until: AbortSignal,
): AsyncGenerator<string> {
  const { name, url, token, ended } = called();
  const request = { url, token, name, stream: uuidV7() };
  const signal = AbortSignal.any([until, ended]);
  try {
    while (true) {
      const { text } = await responseOf(name, gateway.nextEvent(request, signal), signal, { isRead: true });
      if (text === null) return;
      yield text;
    }
  } catch (error) {
    if (!ended.aborted) throw error;
  } finally {
    // This fails only if the thread has ended, and its streams with it.
    await Promise.resolve(gateway.leave(request.stream)).catch(() => undefined);
  }
}

/** The response of the thread. Throws the failure of the site, or of the thread. */
async function responseOf(
  name: string,
  asked: Promise<SiteResponse>,
  signal: AbortSignal,
  call: CallKind,
): Promise<{ readonly text: string | null }> {
  const response = await orAborted(asked, signal).catch((error: unknown) => {
    throw signal.aborted ? passedOn(error, name, call) : notAsked(error, name, call);
  });
  if (response.ok) return { text: response.text };
  const { code, ...details } = response.failure;
  throw new ORPCError<string, unknown>(code, details);
}
