import { type ClientContext, type ClientLink, mapEventIterator } from '@orpc/client';
import type { LiveEvent, RemoteSite } from '../../../src-shared/model/index.ts';
import type { ApiClient } from './connection.ts';
import type { ConnectResult, SessionEnd, Transport } from './transport.ts';

const CHECK_EVERY_MS = 2000;

/** Calls a site and returns its response, which this computer's PowerHive has already validated. */
export async function callAtSite(
  home: ApiClient,
  call: Parameters<ApiClient['sites']['call']>[0],
  options?: { readonly signal?: AbortSignal },
): Promise<unknown> {
  const text = await home.sites.call(call, options);
  return text === null ? undefined : JSON.parse(text);
}

/** The live stream of a site. Its events arrive as JSON texts. */
export async function eventsOfSite(
  home: ApiClient,
  id: string,
  options?: { readonly signal?: AbortSignal },
): Promise<AsyncIterableIterator<LiveEvent>> {
  const texts = await home.sites.events({ id }, options);
  return mapEventIterator(texts, {
    value: async (text) => JSON.parse(text as string) as LiveEvent,
    error: async (error) => error,
  });
}

/**
 * Transport to another site: each call goes to this computer's PowerHive, which has the site's
 * token and forwards it. Open as long as that site responds.
 */
export function siteTransport(home: ApiClient, siteId: string): Transport {
  const find = async (): Promise<RemoteSite | undefined> => {
    try {
      return (await home.sites.list()).find(({ id }) => id === siteId);
    } catch {
      return undefined;
    }
  };
  const link: ClientLink<ClientContext> = {
    call: async (path, input, options) => {
      const signal = options.signal === undefined ? {} : { signal: options.signal };
      if (path.join('.') === 'app.events') return eventsOfSite(home, siteId, signal);
      return callAtSite(home, { id: siteId, path: path.join('.'), input }, signal);
    },
  };
  return {
    needsToken: false,
    afterwards: link,
    connect: async (): Promise<ConnectResult> => {
      const site = await find();
      if (site?.state.phase !== 'live') return { kind: 'unreachable' };
      const { promise: ended, resolve } = Promise.withResolvers<SessionEnd>();
      const timer = setInterval(() => {
        void find().then((now) => now?.state.phase !== 'live' && end());
      }, CHECK_EVERY_MS);
      const end = (): void => {
        clearInterval(timer);
        resolve('lost');
      };
      return { kind: 'open', session: { link, version: site.state.summary?.version ?? null, ended, close: end } };
    },
  };
}
