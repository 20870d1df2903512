import type { WebContents } from 'electron';
import type { Logger } from 'pino';

/** Rule: no guest pages. A `<webview>` could be given preferences of its own, Node included. */
export function refuseWebviews(contents: WebContents, log: Logger): void {
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    log.warn('Refused a webview');
  });
}
