import type { Session } from 'electron';
import type { Logger } from 'pino';
import { isAppUrl } from '../app-origin.ts';

/**
 * Whether the window may load this URL: the app's own files, `data:` and `blob:` URLs, and the
 * developer tools.
 */
export function isOwnRequest(url: string): boolean {
  return isAppUrl(url) || /^(?:data|blob|devtools):/.test(url);
}

/**
 * Rule: the window loads only the app's own files. The page's CSP says so too; this also applies to
 * requests that no CSP covers.
 */
export function limitRequests(session: Session, log: Logger): void {
  session.webRequest.onBeforeRequest(({ url }, decide) => {
    const cancel = !isOwnRequest(url);
    if (cancel) log.warn({ url }, 'Refused to load something that is not the app’s own');
    decide({ cancel });
  });
}
