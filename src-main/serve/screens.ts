import { randomBytes } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { refuse } from './refuse.ts';

/** Stands in index.html where the nonce of each answer belongs. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';

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

export type ServeScreens = (request: IncomingMessage, response: ServerResponse, pathname: string) => Promise<void>;

/** The built screens as static files. They hold no secret: the page asks its reader for the token. */
export function createScreens(screensDir: string | null, port: number): ServeScreens {
  return async (request, response, pathname) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, ONLY_READ);
    const wanted = pathname === '/' ? '/index.html' : pathname;
    const path = screensDir === null ? null : await containedFile(screensDir, wanted);
    if (path === null) {
      return wanted === '/index.html' ? sayNotBuilt(request, response) : refuse(response, notThere(pathname));
    }
    const content = await readFile(path);
    if (wanted === '/index.html') return sendIndex(request, response, content.toString('utf8'), port);
    send(request, response, content, {
      'content-type': CONTENT_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream',
      'cache-control': wanted.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
  };
}

/**
 * The file a path of a URL means inside a folder, or null if it is none. The path is decoded once, no part of it may begin with a dot
 * or hide a separator, and the file it leads to (through links too) must lie inside.
 */
export async function containedFile(dir: string, pathname: string): Promise<string | null> {
  const parts = parsePath(pathname);
  if (parts === null) return null;
  try {
    const root = await realpath(dir);
    const file = await realpath(join(root, ...parts));
    return file.startsWith(root + sep) && (await stat(file)).isFile() ? file : null;
  } catch {
    return null;
  }
}

function parsePath(pathname: string): string[] | null {
  try {
    const parts = decodeURIComponent(pathname).slice(1).split('/');
    // A backslash separates and a colon names a drive or a stream on Windows.
    return parts.every((part) => part !== '' && !part.startsWith('.') && !/[\\:\0]/.test(part)) ? parts : null;
  } catch {
    return null;
  }
}

function sendIndex(request: IncomingMessage, response: ServerResponse, html: string, port: number): void {
  const nonce = randomBytes(18).toString('base64');
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ws://127.0.0.1:${port} ws://localhost:${port}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  send(request, response, Buffer.from(html.replaceAll(NONCE_PLACEHOLDER, nonce)), {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': policy.join('; '),
  });
}

function sayNotBuilt(request: IncomingMessage, response: ServerResponse): void {
  send(request, response, Buffer.from('The screens of PowerHive are not built here. The API is at /api.\n'), {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  });
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  content: Buffer,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(200, { ...headers, 'content-length': content.length });
  response.end(request.method === 'HEAD' ? undefined : content);
}

const ONLY_READ = {
  status: 405,
  code: 'METHOD_NOT_SUPPORTED',
  message: 'only GET and HEAD work here; the API is under /api',
  headers: { allow: 'GET, HEAD' },
};

function notThere(pathname: string) {
  return { status: 404, code: 'NOT_FOUND', message: `there is no ${pathname}` };
}
