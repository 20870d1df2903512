const STORAGE_KEY = 'powerhive.token';
const HASH_PREFIX = '#token=';

/** The token in an address' hash (`#token=...`), or null when the hash is a route or empty. */
export function tokenInHash(hash: string): string | null {
  if (!hash.startsWith(HASH_PREFIX)) return null;
  const token = decodeURIComponent(hash.slice(HASH_PREFIX.length)).trim();
  return token === '' ? null : token;
}

/**
 * The token for this tab. One in the address bar is moved out of sight and history, into the tab's
 * own storage.
 */
export function readToken(): string | null {
  const fresh = tokenInHash(window.location.hash);
  if (fresh === null) return sessionStorage.getItem(STORAGE_KEY);
  window.history.replaceState(null, '', `${window.location.pathname}${window.location.search}#/`);
  keepToken(fresh);
  return fresh;
}

export function keepToken(token: string): void {
  sessionStorage.setItem(STORAGE_KEY, token);
}

export function forgetToken(): void {
  sessionStorage.removeItem(STORAGE_KEY);
}

/** Calls back when a link with a token is opened in a page that is already there. */
export function onTokenInAddress(listener: (token: string) => void): () => void {
  const look = (): void => {
    if (tokenInHash(window.location.hash) === null) return;
    const token = readToken();
    if (token !== null) listener(token);
  };
  window.addEventListener('hashchange', look);
  return () => window.removeEventListener('hashchange', look);
}
