import { useSyncExternalStore } from 'react';

/** The path and the query text in an address' hash: `#/fleet/02:..?q=offline`. */
export interface HashPlace {
  readonly path: string;
  readonly text: string;
}

export function parseHash(hash: string): HashPlace {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  return { path: `/${path}`, text: new URLSearchParams(search).get('q') ?? '' };
}

/** A place as what stands behind the `#`. */
export function formatPlace({ path, text }: HashPlace): string {
  return text === '' ? path : `${path}?q=${encodeURIComponent(text.toWellFormed())}`;
}

const listeners = new Set<() => void>();
const tellAll = (): void => {
  for (const tell of listeners) tell();
};

/**
 * One listener of the window for all who ask: between two of its own a browser lets React render,
 * and a part of the page that is ahead of what is around it would show, or go to, what only the old
 * address meant.
 */
function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener('hashchange', tellAll);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener('hashchange', tellAll);
  };
}

const readPath = (): string => parseHash(window.location.hash).path;
const readText = (): string => parseHash(window.location.hash).text;

/** Goes to a path, with its query text if it has one. */
export function navigateHash(to: string, options: { replace?: boolean } = {}): void {
  const url = new URL(window.location.href);
  const oldURL = url.href;
  url.hash = to.startsWith('/') ? to : `/${to}`;
  if (url.href === oldURL) return;
  if (options.replace === true) window.history.replaceState(null, '', url);
  else window.history.pushState(null, '', url);
  window.dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL: url.href }));
}

/** The router's location: the hash without its query text. */
export function useHashPath(): [string, typeof navigateHash] {
  return [useSyncExternalStore(subscribe, readPath), navigateHash];
}
useHashPath.hrefs = (href: string): string => `#${href}`;

/** The query text in the address. */
export function useHashText(): string {
  return useSyncExternalStore(subscribe, readText);
}
