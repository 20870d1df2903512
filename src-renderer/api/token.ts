const STORAGE_KEY = 'powerhive.token';
const HASH_PREFIX = '#token=';

/** The token in an address' hash (`#token=...`), or null when the hash is a route or empty. */
export function tokenInHash(hash: string): string | null {
  if (!hash.startsWith(HASH_PREFIX)) return null;
  const token = decoded(hash.slice(HASH_PREFIX.length)).trim();
  return token === '' ? null : token;
}

/** Nothing where the text is not encoded as one in an address is: such a link signs no one in. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
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

/** Same origin only: no other page and no other program hears this channel. */
const TOKEN_CHANNEL = 'powerhive.token';

/**
 * A new tab asks the tabs of this origin that are signed in, so that the token is not asked for
 * again. Nothing is stored for it: with the last tab the token is gone. A tab answers only while its
 * own PowerHive accepts the token (`signedIn`): where another program took over the port, no tab
 * hands it a token. The returned function ends it.
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
