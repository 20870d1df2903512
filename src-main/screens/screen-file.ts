import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { containedFile } from './contained-file.ts';

/** One built file of the screens, as it is served. */
export interface ScreenFile {
  readonly content: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** The page itself; all other files are parts of it. */
export const INDEX_PATH = '/index.html';

/** The placeholder in index.html for the nonce of each response. */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/**
 * Reads the file for a path; null if the screens have none. `connectSources`: where the page may
 * connect to. In the desktop window that is nowhere, since calls use IPC; in a browser its own
 * server.
 */
export async function readScreenFile(
  dir: string,
  pathname: string,
  connectSources: readonly string[],
): Promise<ScreenFile | null> {
  const wanted = pathname === '/' ? INDEX_PATH : pathname;
  const path = await containedFile(dir, wanted);
  if (path === null) return null;
  const content = await readFile(path);
  if (wanted === INDEX_PATH) return pageWithNonce(content.toString('utf8'), connectSources);
  return {
    content,
    headers: {
      'content-type': CONTENT_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream',
      'cache-control': wanted.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  };
}

/**
 * A new nonce for each response: the page may add its own styles, but code that has not seen the
 * response cannot.
 */
function pageWithNonce(html: string, connectSources: readonly string[]): ScreenFile {
  const nonce = randomBytes(18).toString('base64');
  return {
    content: Buffer.from(html.replaceAll(NONCE_PLACEHOLDER, nonce)),
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': pagePolicy(nonce, connectSources),
    },
  };
}

/** The CSP of the page. The nonce must be base64; `connectSources` as in `readScreenFile`. */
export function pagePolicy(nonce: string, connectSources: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    ...(connectSources.length === 0 ? [] : [`connect-src ${connectSources.join(' ')}`]),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
