import { ORPCError } from '@orpc/client';
import type { RemoteSite } from '../../src-shared/model/index.ts';
import type { PublishEvent } from '../events/bus.ts';
import type { Clock } from '../runtime/clock.ts';
import type { StoredRemoteSite } from '../store/store.ts';
import { NO_TOKEN_FILE, NOTHING_HEARD, UNREADABLE } from './fixed-site-states.ts';
import { type SiteClient, siteClient } from './site-client.ts';
import { SiteNews, siteEvent } from './site-news.ts';
import { SiteWatch } from './site-watch.ts';

/** A site of the list, without what is known from polling it. */
export interface ListedSite {
  readonly site: Omit<RemoteSite, 'state'>;
  readonly stored: StoredRemoteSite | null;
  readonly token: string | null;
}

/** A site of the list, and what polls it. */
export interface KnownSite extends ListedSite {
  readonly client: SiteClient | null;
  readonly watch: SiteWatch | null;
  /** Kept when the site is changed, so that a reported loss is followed by its return. */
  readonly news: SiteNews;
  /** Aborted when the site is changed or removed, and when the program stops. */
  readonly ended: AbortController;
}

interface Polled {
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
  readonly publish: PublishEvent;
}

/**
 * A site as it is known from now on; `before` is its earlier version. Its watch is not started yet:
 * it has one if sites are polled, it is switched on and its token can be read.
 */
export function knownSite(
  { site, stored, token }: ListedSite,
  before: KnownSite | null,
  isPolling: boolean,
  { clock, onError, publish }: Polled,
): KnownSite {
  const news = before?.news ?? new SiteNews();
  news.pause();
  const known = { site, stored, token, news, ended: new AbortController() };
  if (!isPolling || !site.enabled || token === null) return { ...known, client: null, watch: null };
  const client = siteClient({ url: site.url, token });
  // A state of another address is not carried over.
  const earlier = before?.site.url === site.url ? before.watch?.state : undefined;
  const watch = new SiteWatch(
    { name: site.name, client, clock, onError, news, onNews: (item) => publish(siteEvent(site.name, item)) },
    earlier ?? NOTHING_HEARD,
  );
  return { ...known, client, watch };
}

/** A site as callers see it, with its state. */
export function shownSite({ site, token, watch }: KnownSite): RemoteSite {
  const withoutToken = site.source === 'config' ? NO_TOKEN_FILE : UNREADABLE;
  const state = watch?.state ?? (site.enabled && token === null ? withoutToken : NOTHING_HEARD);
  return { ...site, state };
}

/** Why a site that is not polled cannot be called. */
export function unasked({ site, token }: Pick<ListedSite, 'site' | 'token'>): ORPCError<string, unknown> {
  const why = token === null ? 'has no token that can be read' : 'is not asked yet';
  const message = `${site.name} ${site.enabled ? why : 'is switched off'}.`;
  return new ORPCError('BAD_GATEWAY', { status: 502, message });
}
