import type { Session } from 'electron';
import type { Logger } from 'pino';
import { isAppUrl } from '../window/app-origin.ts';

/**
 * Whether the window may load something from this address: the app's own files, what is written out
 * in them, and the developer tools.
 */
export function isOwnRequest(url: string): boolean {
  return isAppUrl(url) || /^(?:data|blob|devtools):/.test(url);
}

/**
 * Rule: the window loads nothing but the app's own files. The page's policy says so too; this holds
 * even where no policy is read.
 */
export function limitRequests(session: Session, log: Logger): void {
  session.webRequest.onBeforeRequest(({ url }, decide) => {
    const cancel = !isOwnRequest(url);
    if (cancel) log.warn({ url }, 'Refused to load something that is not the app’s own');
    decide({ cancel });
  });
}
