import { useSyncExternalStore } from 'react';
import { unsaved } from './forms/unsaved.ts';
import { parseSitePath } from './site-location.ts';

/** The path and the query text in the hash of an address: `#/fleet/02:..?q=offline`. */
export interface HashLocation {
  readonly path: string;
  readonly text: string;
  /** The grouping of the rows: `#/fleet?group=model`. */
  readonly group?: string | null;
  /** Parameters of a preview: `#/jobs/new/preset?q=offline&set=preset%3D2500`. */
  readonly set?: string | null;
}

export function parseHash(hash: string): Required<HashLocation> {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const params = new URLSearchParams(search);
  return { path: `/${path}`, text: params.get('q') ?? '', group: params.get('group'), set: params.get('set') };
}

/**
 * One part of a path. The address may be typed: a text that cannot be decoded is kept as it is, and
 * matches nothing.
 */
export function decodedPart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A location as the text after the `#`. */
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
 * A single window listener for all subscribers. Between two window listeners a browser lets React
 * render, and a component that has the new address inside a parent with the old one would show or
 * open something wrong.
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

/** The grouping is kept within the fleet of one site and its previews. */
function keepsGroup(from: string, next: string): boolean {
  const [here, there] = [parseSitePath(from), parseSitePath(next)];
  return here.siteId === there.siteId && OF_FLEET.test(here.path) && OF_FLEET.test(there.path);
}

/** Navigates to a path, with its query text if it has one. */
export function navigateHash(to: string, options: { replace?: boolean } = {}): void {
  const [from, next] = [parseHash(window.location.hash), parseHash(to)];
  const isWithin = keepsGroup(from.path, next.path);
  goTo(isWithin && from.group !== null ? formatHash({ ...next, group: next.group ?? from.group }) : to, options);
}

/** Sets the grouping in the address; null removes it. */
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

/** Everything after the `?` in the address. */
export function useHashSearch(): string {
  return useSyncExternalStore(subscribe, readSearch);
}

/** The query text in the address. */
export function useHashText(): string {
  return useSyncExternalStore(subscribe, readText);
}

const readSet = (): string | null => parseHash(window.location.hash).set;

/** The parameters of a preview in the address; null if there are none. */
export function useHashSet(): string | null {
  return useSyncExternalStore(subscribe, readSet);
}

/** The grouping in the address; null if there is none. */
export function useHashGroup(): string | null {
  return useSyncExternalStore(subscribe, readGroup);
}
