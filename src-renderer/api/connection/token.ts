const STORAGE_KEY = 'powerhive.token';
const HASH_PREFIX = '#token=';

/** The token in the hash of an address (`#token=...`), or null if the hash is a route or empty. */
export function tokenInHash(hash: string): string | null {
  if (!hash.startsWith(HASH_PREFIX)) return null;
  const token = decoded(hash.slice(HASH_PREFIX.length)).trim();
  return token === '' ? null : token;
}

/** Empty if the text is not valid percent-encoding: such a link does not sign in. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/**
 * The token for this tab. A token in the address bar is moved to the tab's session storage, so that
 * it is neither visible nor in the history.
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

/** Calls the listener when a link with a token is opened in a page that is already open. */
export function onTokenInAddress(listener: (token: string) => void): () => void {
  const look = (): void => {
    if (tokenInHash(window.location.hash) === null) return;
    const token = readToken();
    if (token !== null) listener(token);
  };
  window.addEventListener('hashchange', look);
  return () => window.removeEventListener('hashchange', look);
}

/** Same origin only: no other page and no other program receives this channel. */
const TOKEN_CHANNEL = 'powerhive.token';

/**
 * A new tab asks the signed-in tabs of this origin for the token, so that the operator need not
 * enter it again. It is not stored beyond the tabs: when the last tab is closed, the token is gone.
 * A tab responds only while its own PowerHive accepts the token (`signedIn`), so that no token goes
 * to another program that took over the port. The returned function ends the sharing.
 */
export function shareToken(signedIn: () => string | null, onToken: (token: string) => void): () => void {
  const channel = new BroadcastChannel(TOKEN_CHANNEL);
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (data === 'ask') {
      const token = signedIn();
      if (token !== null) channel.postMessage({ token });
      return;
    }
    if (typeof data !== 'object' || data === null || !('token' in data) || typeof data.token !== 'string') return;
    onToken(data.token);
  });
  channel.postMessage('ask');
  return () => channel.close();
}
