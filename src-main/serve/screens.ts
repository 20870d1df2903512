import type { IncomingMessage, ServerResponse } from 'node:http';
import { INDEX_PATH, readScreenFile } from '../screens/screen-file.ts';
import { sendRefusal } from './http-refusal.ts';

export type ServeScreens = (request: IncomingMessage, response: ServerResponse, pathname: string) => Promise<void>;

/**
 * The built screens as static files. They contain no secret: the page asks the user for the token.
 */
export function createScreens(screensDir: string | null, port: number): ServeScreens {
  const connectSources = ["'self'", `ws://127.0.0.1:${port}`, `ws://localhost:${port}`];
  return async (request, response, pathname) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return sendRefusal(response, ONLY_READ);
    const file = screensDir === null ? null : await readScreenFile(screensDir, pathname, connectSources);
    if (file !== null) return send(request, response, file.content, file.headers);
    const isPage = pathname === '/' || pathname === INDEX_PATH;
    return isPage ? sayNotBuilt(request, response) : sendRefusal(response, notThere(pathname));
  };
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
