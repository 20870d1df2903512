import { useSyncExternalStore } from 'react';
import { unsaved } from './forms/unsaved.ts';
import { parseSitePath } from './site-location.ts';

/** The path and the query text in an address' hash: `#/fleet/02:..?q=offline`. */
export interface HashLocation {
  readonly path: string;
  readonly text: string;
  /** By what the rows are grouped: `#/fleet?group=model`. */
  readonly group?: string | null;
  /** What was filled in for a preview: `#/jobs/new/preset?q=offline&set=preset%3D2500`. */
  readonly set?: string | null;
}

export function parseHash(hash: string): Required<HashLocation> {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const params = new URLSearchParams(search);
  return { path: `/${path}`, text: params.get('q') ?? '', group: params.get('group'), set: params.get('set') };
}

/** A location as what stands behind the `#`. */
export function formatHash({ path, text, group = null, set = null }: HashLocation): string {
  const params = [
    text === '' ? '' : `q=${encodeURIComponent(text.toWellFormed())}`,
    group === null ? '' : `group=${encodeURIComponent(group)}`,
    set === null ? '' : `set=${encodeURIComponent(set.toWellFormed())}`,
  ].filter((param) => param !== '');
  return params.length === 0 ? path : `${path}?${params.join('&')}`;
}

const listeners = new Set<() => void>();
const notifyAll = (): void => {
  for (const listener of listeners) listener();
};

/**
 * One listener of the window for all who ask: between two of its own a browser lets React render,
 * and a part of the page that is ahead of what is around it would show, or go to, what only the old
 * address meant.
 */
function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener('hashchange', notifyAll);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener('hashchange', notifyAll);
  };
}

const readPath = (): string => parseHash(window.location.hash).path;
const readText = (): string => parseHash(window.location.hash).text;
const readGroup = (): string | null => parseHash(window.location.hash).group;

const OF_FLEET = /^\/(?:fleet|jobs\/new)(?:\/|$)/;

/** Within the fleet of one site, and what is previewed beside it, the grouping stays. */
function keepsGroup(from: string, next: string): boolean {
  const [here, there] = [parseSitePath(from), parseSitePath(next)];
  return here.siteId === there.siteId && OF_FLEET.test(here.path) && OF_FLEET.test(there.path);
}

/** Goes to a path, with its query text if it has one. */
export function navigateHash(to: string, options: { replace?: boolean } = {}): void {
  const [from, next] = [parseHash(window.location.hash), parseHash(to)];
  const isWithin = keepsGroup(from.path, next.path);
  goTo(isWithin && from.group !== null ? formatHash({ ...next, group: next.group ?? from.group }) : to, options);
}

/** Groups what is shown by something else; null ends it. */
export function setHashGroup(group: string | null): void {
  goTo(formatHash({ ...parseHash(window.location.hash), group }), { replace: true });
}

function goTo(to: string, options: { replace?: boolean }): void {
  const url = new URL(window.location.href);
  const oldURL = url.href;
  url.hash = to.startsWith('/') ? to : `/${to}`;
  if (url.href === oldURL) return;
  if (parseHash(url.hash).path === readPath()) go(url, oldURL, options);
  else unsaved.pass(() => go(url, oldURL, options));
}

function go(url: URL, oldURL: string, options: { replace?: boolean }): void {
  if (options.replace === true) window.history.replaceState(null, '', url);
  else window.history.pushState(null, '', url);
  window.dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL: url.href }));
}

/** The router's location: the hash without its query text. */
export function useHashPath(): [string, typeof navigateHash] {
  return [useSyncExternalStore(subscribe, readPath), navigateHash];
}
useHashPath.hrefs = (href: string): string => `#${href}`;

const readSearch = (): string => window.location.hash.split('?', 2)[1] ?? '';

/** All that stands behind the `?` in the address. */
export function useHashSearch(): string {
  return useSyncExternalStore(subscribe, readSearch);
}

/** The query text in the address. */
export function useHashText(): string {
  return useSyncExternalStore(subscribe, readText);
}

const readSet = (): string | null => parseHash(window.location.hash).set;

/** What the address has filled in for a preview; null where it has nothing. */
export function useHashSet(): string | null {
  return useSyncExternalStore(subscribe, readSet);
}

/** By what the address groups the rows; null where it does not. */
export function useHashGroup(): string | null {
  return useSyncExternalStore(subscribe, readGroup);
}
