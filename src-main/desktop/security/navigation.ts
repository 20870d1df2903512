import type { WebContents } from 'electron';
import type { Logger } from 'pino';
import { isAppUrl } from '../app-origin.ts';

/**
 * Rule: the window shows only the app's own page. A foreign page would have access to the bridge,
 * in a window that the operator trusts. Links are opened in the browser (external-links.ts), never
 * by navigation.
 */
export function keepOnOwnPages(contents: WebContents, log: Logger): void {
  const refuse = (event: { readonly url: string; preventDefault(): void }): void => {
    if (isAppUrl(event.url)) return;
    event.preventDefault();
    log.warn({ url: event.url }, 'Refused to leave the app');
  };
  contents.on('will-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-frame-navigate', refuse);
}
