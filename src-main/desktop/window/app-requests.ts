import { readScreenFile } from '../../screens/screen-file.ts';
import { isAppUrl } from '../app-origin.ts';

/**
 * The response to a request of the page for a file. Data is not served here: it goes over the
 * bridge.
 */
export async function answerAppRequest(request: Request, screensDir: string): Promise<Response> {
  const url = URL.parse(request.url);
  if (url === null || !isAppUrl(request.url)) return said(404, 'There is nothing here.');
  if (request.method !== 'GET' && request.method !== 'HEAD') return said(405, 'Files are only read here.');
  const file = await readScreenFile(screensDir, url.pathname, []);
  if (file === null) return said(404, `There is no ${url.pathname} among the screens of PowerHive.`);
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(file.content), {
    headers: { ...file.headers, 'x-content-type-options': 'nosniff' },
  });
}

function said(status: number, text: string): Response {
  return new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}
